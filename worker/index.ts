import { createApi } from './http/api';

export { UserHub } from './hub/user-hub';
export { Spread } from './messaging/fan-out-worker';
export { Ledger } from './messaging/ledger';

export default createApi();
