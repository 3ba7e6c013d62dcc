import { signal } from '@preact/signals';
import type { Reaction } from '../../../protocol/records';
import type { TimelineMessage } from '../../model/timeline';

/** A question before something that cannot be undone. */
export interface Question {
  readonly title: string;
  readonly hint: string;
  /** The label of the confirming button. */
  readonly action: string;
  /** Returns whether it worked; if not, the dialog stays. */
  readonly work: () => Promise<boolean>;
}

/** The open dialog; one at a time. */
export type OpenDialog =
  | { readonly kind: 'newGroup' }
  | { readonly kind: 'keys' }
  | ({ readonly kind: 'confirm' } & Question)
  | { readonly kind: 'switcher' }
  | { readonly kind: 'forward'; readonly messages: readonly TimelineMessage[] }
  | { readonly kind: 'share'; readonly text: string }
  | { readonly kind: 'addMembers'; readonly conversationId: string }
  | { readonly kind: 'rename'; readonly conversationId: string; readonly title: string }
  | { readonly kind: 'leave'; readonly conversationId: string; readonly title: string }
  | { readonly kind: 'clear' | 'hide' | 'announcement' | 'invites' | 'requests' | 'pins'; readonly conversationId: string }
  | { readonly kind: 'dissolve'; readonly conversationId: string; readonly title: string }
  | { readonly kind: 'transfer'; readonly conversationId: string; readonly userId: string }
  | { readonly kind: 'readers'; readonly conversationId: string; readonly seq: number }
  | { readonly kind: 'profile' | 'request' | 'alias'; readonly userId: string }
  | { readonly kind: 'reactors'; readonly reactions: readonly Reaction[] }
  | { readonly kind: 'history'; readonly conversationId: string; readonly seq: number };

export const dialog = signal<OpenDialog | null>(null);
export const closeDialog = (): void => {
  dialog.value = null;
};

/** Whether the details of the open conversation show. */
export const detailsOpen = signal(false);

export type InboxFilter = 'all' | 'unread' | 'groups' | 'archived';
export const inboxFilter = signal<InboxFilter>('all');

/** From this width on the panes stand side by side; the same number as in the style sheets. */
export const isWide = (): boolean => matchMedia('(min-width: 48rem)').matches;
