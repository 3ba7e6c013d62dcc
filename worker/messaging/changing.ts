import type { Change } from '../../protocol/records';
import type { UpOf } from '../../protocol/up';
import type { RefusalReason } from '../store/log/append';
import type { ChangeToStore, StoredChange } from '../store/log/changes';
import type { PendingFrame } from './pending';

export type PendingChange = PendingFrame<UpOf<'change'>, Change>;

export interface ChangeQueueDeps {
  readonly userId: string;
  store(change: ChangeToStore): Promise<StoredChange>;
  /** `recounted`: members of the audience whose mention counts changed. */
  notify(change: Change, connectionId: string, audience: readonly string[], recounted: readonly string[]): void;
  onFailure(error: unknown): void;
}

const SENTENCES: Record<RefusalReason, string> = {
  unauthenticated: 'The session has ended: sign in again.',
  not_found: 'There is no such message.',
  not_member: 'You are no longer a member of this conversation.',
  not_allowed: 'This message may not be changed like that, or not any more.',
  blocked: 'You have blocked this person: unblock them first.',
  conflict: 'This clientMsgId was used for something else.',
};

/** Stores the changes of one user one at a time, in the order of their arrival. */
export class ChangeQueue {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly deps: ChangeQueueDeps) {}

  add(change: PendingChange): void {
    // A failure of one change does not stop the next.
    this.tail = this.tail.then(() => this.store(change)).catch(this.deps.onFailure);
  }

  private async store({ frame, sessionId, connectionId, onStored: stored, onRefused: refused }: PendingChange): Promise<void> {
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
    if (result.hidden) this.deps.notify(change, connectionId, audience.filter(isMe), []);
    else this.deps.notify(change, connectionId, audience, recounted);
  }
}
