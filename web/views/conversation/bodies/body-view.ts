import type { ComponentType } from 'preact';
import type { Body } from '../../../../protocol/bodies';
import type { Mentionable } from '../../../markup/tokens';
import type { TimelineMessage } from '../../../model/timeline';
import type { ConversationContext } from '../context/conversation-context';

/** A message as far as a line about it needs it. */
export interface Said<B extends Body = Body> {
  readonly body: B;
  readonly senderId: string;
}

/** How a line names people. */
export interface Names {
  readonly myId: string;
  readonly nameOf: (userId: string) => string;
  /** Members that a text may name without saying how. */
  readonly people?: (() => readonly Mentionable[]) | undefined;
}

/** What the views ask about a kind of body. */
export interface BodyView<B extends Body> {
  /** What stands inside the bubble; of quiet kinds, inside the centred line. */
  readonly View: ComponentType<{ body: B; message: TimelineMessage; context: ConversationContext }>;
  /** The message as one line: for previews, quotes, labels, notifications and announcements. */
  readonly line: (said: Said<B>, names: Names) => string;
  /** Height in pixels, guessed before the row is drawn. */
  readonly height: (body: B) => number;
  /** Drawn large and without a bubble. */
  readonly isBare?: (body: B) => boolean;
}
