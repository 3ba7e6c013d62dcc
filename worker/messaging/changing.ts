import type { Change } from '../../protocol/records';
import type { UpOf } from '../../protocol/up';
import type { RefusedBecause } from '../store/log/append';
import type { ChangeToStore, StoredChange } from '../store/log/changes';
import type { Waiting } from './waiting';

export type WaitingChange = Waiting<UpOf<'change'>, Change>;

export interface ChangeQueueDeps {
  readonly userId: string;
  store(change: ChangeToStore): Promise<StoredChange>;
  /** `recounted`: those of the audience whose mentions are others now. */
  tell(change: Change, connectionId: string, audience: readonly string[], recounted: readonly string[]): void;
  onFailure(error: unknown): void;
}

const SENTENCES: Record<RefusedBecause, string> = {
  unauthenticated: 'The session has ended: sign in again.',
  not_found: 'There is no such message.',
  not_member: 'You are no longer a member of this conversation.',
  not_allowed: 'This message may not be changed like that, or not any more.',
  blocked: 'You have blocked this person: unblock them first.',
  conflict: 'This clientMsgId was used for something else.',
};

/** One user's changes, one at a time, in the order in which they arrived. */
export class ChangeQueue {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ChangeQueueDeps) {}

  add(waiting: WaitingChange): void {
    // Whatever goes wrong with one change, the next has its turn.
    this.tail = this.tail.then(() => this.store(waiting)).catch(this.deps.onFailure);
  }

  private async store({ frame, sessionId, connectionId, stored, refused }: WaitingChange): Promise<void> {
    const { conversationId, clientMsgId } = frame;
    let answer: StoredChange;
    try {
      answer = await this.deps.store({ conversationId, clientMsgId, senderId: this.deps.userId, sessionId, change: frame.change });
    } catch (error) {
      this.deps.onFailure(error);
      return refused('unavailable', 'The change could not be stored just now: try again.');
    }
    const { result, audience, recounted } = answer;
    if (!result.ok) return refused(result.because, SENTENCES[result.because]);
    const change: Change = {
      conversationId,
      seq: result.seq,
      n: result.n,
      senderId: this.deps.userId,
      clientMsgId,
      createdAt: result.createdAt,
      ...frame.change,
    };
    stored(change);
    if (result.recalled) return;
    const isMe = (id: string) => id === this.deps.userId;
    if (result.hidden) this.deps.tell(change, connectionId, audience.filter(isMe), []);
    else this.deps.tell(change, connectionId, audience, recounted);
  }
}
