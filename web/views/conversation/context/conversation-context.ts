import type { Mentionable } from '../../../markup/tokens';
import type { AppModel } from '../../../model/app';
import type { TimelineMessage } from '../../../model/timeline';

/** What message rows can read and do; the same object while a conversation is open. */
export interface ConversationContext {
  readonly model: AppModel;
  readonly myId: string;
  readonly isGroup: boolean;
  readonly nameOf: (userId: string) => string;
  readonly hueOf: (userId: string) => number;
  /** The other member whose name the member's name resembles. */
  readonly lookalikeOf: (userId: string) => string | undefined;
  readonly people: () => readonly Mentionable[];
  /** The message that `replyTo` refers to: undefined while loading, null if unavailable. */
  readonly quoted: (seq: number) => TimelineMessage | null | undefined;
  readonly jumpTo: (seq: number) => void;
  readonly openProfile: (userId: string) => void;
  readonly openMenu: (message: TimelineMessage, event: MouseEvent | KeyboardEvent, element: Element) => void;
  /** Whether the user may reply and react now. */
  readonly mayWrite: () => boolean;
  readonly reply: (message: TimelineMessage) => void;
  readonly react: (message: TimelineMessage, emoji: string) => void;
  readonly pickReaction: (message: TimelineMessage, anchor: Element) => void;
  readonly failedMenu: (message: TimelineMessage, anchor: Element) => void;
  readonly reedit: (message: TimelineMessage) => void;
  readonly canReedit: (message: TimelineMessage) => boolean;
  readonly showReactors: (message: TimelineMessage) => void;
  readonly showHistory: (message: TimelineMessage) => void;
  /** Opens the list of readers, in a group. */
  readonly showReaders: (message: TimelineMessage) => void;
  readonly toggleSelected: (message: TimelineMessage) => void;
}
