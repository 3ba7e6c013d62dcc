import type { ComponentType } from 'preact';
import type { Body } from '../../../../protocol/bodies';
import type { Mentionable } from '../../../markup/tokens';
import type { TimelineMessage } from '../../../model/timeline';
import type { ConversationContext } from '../context/conversation-context';

/** The part of a message that its one-line form needs. */
export interface LineInput<B extends Body = Body> {
  readonly body: B;
  readonly senderId: string;
}

/** How the one-line form names people. */
export interface Names {
  readonly myId: string;
  readonly nameOf: (userId: string) => string;
  /** Members whom the text may mention without storing the names it uses. */
  readonly people?: (() => readonly Mentionable[]) | undefined;
}

/** What the views need of a kind of body. */
export interface BodyView<B extends Body> {
  /** The content of the bubble; for quiet kinds, of the centred line. */
  readonly View: ComponentType<{ body: B; message: TimelineMessage; context: ConversationContext }>;
  /** The message as one line: for previews, quotes, labels, notifications and announcements. */
  readonly line: (message: LineInput<B>, names: Names) => string;
  /** The estimated height in pixels before the row is drawn. */
  readonly height: (body: B) => number;
  /** Drawn large and without a bubble. */
  readonly isBare?: (body: B) => boolean;
}
