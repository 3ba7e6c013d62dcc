import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { useLayer } from '../../../components/navigation/layers';
import { toast } from '../../../components/overlays/toast';
import { t } from '../../../i18n/i18n';
import type { AppModel } from '../../../model/app';
import { isWide } from '../../state/shell-state';

/** What the composer is doing. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly seq: number }
  | { readonly kind: 'edit'; readonly seq: number };

/**
 * A reply without a text lives as long as the conversation is open: one that outlived it would send the next text, days later and on
 * another device, as an answer to something old. Once there is a text, the reply is part of the draft. An edit is kept like a draft, on
 * this device: leaving it throws no text away.
 */
export function useWriting(model: AppModel, conversationId: string): [Writing, (next: Writing) => void] {
  const [begun, setBegun] = useState<Writing>({ kind: 'new' });
  // Of the draft only the reply: its text changes with every key, and is the composer's alone.
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

/** The new text stays for the next edit of the message, unless the person says otherwise. */
function leaveEdit(model: AppModel, conversationId: string): void {
  const left = model.drafts.rewriting(conversationId);
  model.drafts.stopRewriting(conversationId);
  if (left?.text === undefined) return;
  toast(t('composer.editKept'), {
    action: { label: t('message.discard'), run: () => model.drafts.rewrite(conversationId, left.seq, undefined) },
  });
}

/** What Back closes on a phone before it leaves the conversation: what was begun here. A reply that the draft brought along was not. */
export function useConversationLayers(
  writing: Writing,
  write: (next: Writing) => void,
  selecting: boolean,
  endSelection: () => void,
): void {
  const [brought] = useState(writing);
  const begun = writing.kind === 'edit' || (writing.kind === 'reply' && !(brought.kind === 'reply' && brought.seq === writing.seq));
  useLayer(begun && !isWide(), (leaving) => {
    // The draft keeps what is answered.
    if (!leaving || writing.kind === 'edit') write({ kind: 'new' });
  });
  useLayer(selecting && !isWide(), endSelection);
}
