import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { useLayer } from '../../../components/navigation/layers';
import type { AppModel, TimelineMessage } from '../../../model/model';
import { isWide } from '../../shared/shell-state';

/** What the composer is doing. */
export type Writing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly seq: number }
  | { readonly kind: 'edit'; readonly message: TimelineMessage };

/** An edit lives as long as the conversation is open; what is answered is part of the draft, which lasts and follows the person. */
export function useWriting(model: AppModel, conversationId: string): [Writing, (next: Writing) => void] {
  const [edited, setEdited] = useState<TimelineMessage | null>(null);
  // Of the draft only the reply: its text changes with every key, and is the composer's alone.
  const replyTo = useComputed(() => model.drafts.get(conversationId)?.replyTo).value;
  const set = (next: Writing) => {
    setEdited(next.kind === 'edit' ? next.message : null);
    if (next.kind === 'edit') return;
    const text = model.drafts.get(conversationId)?.text ?? '';
    const answered = next.kind === 'reply' ? next.seq : undefined;
    model.drafts.set(conversationId, text === '' && answered === undefined ? null : { text, replyTo: answered });
  };
  if (edited !== null) return [{ kind: 'edit', message: edited }, set];
  return [replyTo === undefined ? { kind: 'new' } : { kind: 'reply', seq: replyTo }, set];
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
