import { createApi } from './http/api';

export { UserHub } from './hub/user-hub';
export { Ledger } from './messaging/ledger';

export default createApi();
