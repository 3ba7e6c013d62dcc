import type { Mentionable } from '../../../markup/tokens';
import type { AppModel } from '../../../model/app';
import type { TimelineMessage } from '../../../model/timeline';

/** What message rows may ask and do; one object for as long as a conversation is open. */
export interface ConversationContext {
  readonly model: AppModel;
  readonly myId: string;
  readonly isGroup: boolean;
  readonly nameOf: (userId: string) => string;
  readonly hueOf: (userId: string) => number;
  /** Whose name the member's name passes for. */
  readonly lookalikeOf: (userId: string) => string | undefined;
  readonly people: () => readonly Mentionable[];
  /** What `replyTo` points at: undefined while it is asked for, null when it cannot be had. */
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
  /** Who has read it, in a group. */
  readonly showReaders: (message: TimelineMessage) => void;
  readonly toggleSelected: (message: TimelineMessage) => void;
}
