import type { RareActionsModel } from '../model/rare-actions';
import type { Result } from '../model/result';

/** Loads the code of rare actions on the first call. A call answers `offline` when loading fails. */
export function lazyRareActions(load: () => Promise<RareActionsModel>): RareActionsModel {
  const call = async <T>(run: (actions: RareActionsModel) => Promise<Result<T>>): Promise<Result<T>> => {
    const actions = await load().catch(() => null);
    return actions === null ? { ok: false, problem: 'offline' } : run(actions);
  };
  return {
    dissolve: (...args) => call((actions) => actions.dissolve(...args)),
    clearHistory: (...args) => call((actions) => actions.clearHistory(...args)),
    hide: (...args) => call((actions) => actions.hide(...args)),
    deleteMessages: (...args) => call((actions) => actions.deleteMessages(...args)),
    restoreMessages: (...args) => call((actions) => actions.restoreMessages(...args)),
    edits: (...args) => call((actions) => actions.edits(...args)),
    readers: (...args) => call((actions) => actions.readers(...args)),
    mentions: (...args) => call((actions) => actions.mentions(...args)),
    pins: (...args) => call((actions) => actions.pins(...args)),
    members: (...args) => call((actions) => actions.members(...args)),
    invites: (...args) => call((actions) => actions.invites(...args)),
    invite: (...args) => call((actions) => actions.invite(...args)),
    revokeInvite: (...args) => call((actions) => actions.revokeInvite(...args)),
    requests: (...args) => call((actions) => actions.requests(...args)),
    acceptRequest: (...args) => call((actions) => actions.acceptRequest(...args)),
    declineRequest: (...args) => call((actions) => actions.declineRequest(...args)),
    preview: (...args) => call((actions) => actions.preview(...args)),
    forward: (...args) => call((actions) => actions.forward(...args)),
    join: (...args) => call((actions) => actions.join(...args)),
  };
}
