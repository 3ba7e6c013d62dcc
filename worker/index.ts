import { createApi } from './http/api';

export { UserHub } from './hub/user-hub';

export default createApi();
