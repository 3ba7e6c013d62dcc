import { createApi } from './http/api';

export { UserHub } from './hub/user-hub';
export { FanOutWorker } from './messaging/fan-out-worker';
export { Ledger } from './messaging/ledger';

export default createApi();
