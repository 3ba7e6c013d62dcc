import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { useLayer } from '../../../components/navigation/layers';
import { toast } from '../../../components/overlays/toast';
import { t } from '../../../i18n/i18n';
import type { AppModel } from '../../../model/app';
import { isWide } from '../../state/shell-state';

/** The mode of the composer. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly seq: number }
  | { readonly kind: 'edit'; readonly seq: number };

/**
 * A reply without a text ends when the conversation closes; otherwise the next text, days later and on another device, would be sent as a
 * reply to an old message. Once there is a text, the reply is part of the draft. An edit is kept like a draft, on this device, so leaving
 * the conversation loses no text.
 */
export function useWriting(model: AppModel, conversationId: string): [Writing, (next: Writing) => void] {
  const [begun, setBegun] = useState<Writing>({ kind: 'new' });
  // Reads only the reply of the draft: its text changes with every key and belongs to the composer.
  const replyTo = useComputed(() => {
    const draft = model.drafts.get(conversationId);
    return draft === null || draft.text === '' ? undefined : draft.replyTo;
  }).value;
  const edited = useComputed(() => model.drafts.rewriting(conversationId)?.seq).value;
  const set = (next: Writing) => {
    if (next.kind === 'edit') return model.drafts.startRewriting(conversationId, next.seq);
    if (model.drafts.rewriting(conversationId) !== null) {
      leaveEdit(model, conversationId);
      if (next.kind === 'new') return;
    }
    setBegun(next);
    const text = model.drafts.get(conversationId)?.text ?? '';
    model.drafts.set(conversationId, text === '' ? null : { text, replyTo: next.kind === 'reply' ? next.seq : undefined });
  };
  if (edited !== undefined) return [{ kind: 'edit', seq: edited }, set];
  if (begun.kind !== 'new' || replyTo === undefined) return [begun, set];
  return [{ kind: 'reply', seq: replyTo }, set];
}

/** Keeps the new text for the next edit of the message, unless the user discards it. */
function leaveEdit(model: AppModel, conversationId: string): void {
  const left = model.drafts.rewriting(conversationId);
  model.drafts.stopRewriting(conversationId);
  if (left?.text === undefined) return;
  toast(t('composer.editKept'), {
    action: { label: t('message.discard'), run: () => model.drafts.rewrite(conversationId, left.seq, undefined) },
  });
}

/** What Back cancels on a phone before it leaves the conversation: an edit or reply that began here, not a reply from the draft. */
export function useConversationLayers(
  writing: Writing,
  write: (next: Writing) => void,
  selecting: boolean,
  endSelection: () => void,
): void {
  const [brought] = useState(writing);
  const begun = writing.kind === 'edit' || (writing.kind === 'reply' && !(brought.kind === 'reply' && brought.seq === writing.seq));
  useLayer(begun && !isWide(), (leaving) => {
    // The draft keeps the reply.
    if (!leaving || writing.kind === 'edit') write({ kind: 'new' });
  });
  useLayer(selecting && !isWide(), endSelection);
}
