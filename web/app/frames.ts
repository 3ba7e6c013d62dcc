import type { Down, DownOf } from '../../protocol/down';
import type { ConversationSummary } from '../../protocol/records';
import type { Drafts } from '../inbox/drafts';
import type { Typists } from '../inbox/typists';
import type { People } from '../people/people';
import { changeEntry, type Entry, messageEntry } from '../timeline/log';
import type { Pages } from '../timeline/pages';

/** The handlers of incoming frames. */
export interface FrameHandlers {
  readonly welcomed: (welcome: DownOf<'welcome'>) => void;
  /** Applies a live log entry. */
  readonly entry: (conversationId: string, entry: Entry) => void;
  readonly updateConversation: (conversation: ConversationSummary) => void;
  /** Reloads a conversation whose pushes were skipped. */
  readonly refresh: (conversationId: string) => void;
  readonly acked: (ack: DownOf<'sendAck'>) => void;
  readonly receipt: (receipt: DownOf<'receipt'>) => void;
  readonly refused: (error: DownOf<'error'>) => void;
  readonly profile: (user: DownOf<'profile'>['user']) => void;
  readonly typists: Pick<Typists, 'started' | 'stopped'>;
  readonly people: Pick<People, 'setPresence' | 'updateContacts'>;
  readonly drafts: Pick<Drafts, 'receive'>;
  readonly pages: Pick<Pages, 'pulled'>;
}

/** Dispatches a frame to its handler. */
export function handleFrame(to: FrameHandlers, frame: Down): void {
  switch (frame.type) {
    case 'welcome':
      to.welcomed(frame);
      break;
    case 'message':
      to.typists.stopped(frame.message.conversationId, frame.message.senderId);
      to.entry(frame.message.conversationId, messageEntry(frame.message));
      break;
    case 'change':
      to.entry(frame.change.conversationId, changeEntry(frame.change));
      break;
    case 'conversation':
      to.updateConversation(frame.conversation);
      break;
    case 'behind':
      for (const id of frame.conversationIds) to.refresh(id);
      break;
    case 'sendAck':
      to.acked(frame);
      break;
    case 'receipt':
      to.receipt(frame);
      break;
    case 'typing':
      to.typists.started(frame.conversationId, frame.userId);
      break;
    case 'presence': {
      const { userId, online, lastSeenAt } = frame;
      to.people.setPresence(userId, { online, ...(lastSeenAt !== undefined && { lastSeenAt }) });
      break;
    }
    case 'contacts':
      to.people.updateContacts(frame);
      break;
    case 'draft':
      to.drafts.receive(frame);
      break;
    case 'profile':
      to.profile(frame.user);
      break;
    case 'pulled':
      to.pages.pulled(frame);
      break;
    case 'error':
      to.refused(frame);
      break;
    default:
      frame satisfies never;
  }
}
