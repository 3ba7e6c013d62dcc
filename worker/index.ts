import { createApi } from './http/api';

export { UserHub } from './hub/user-hub';
export { Ledger } from './messaging/ledger';
export { Spread } from './messaging/fan-out-worker';

export default createApi();
