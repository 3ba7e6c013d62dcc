import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { hueOf } from '../../components/initials';
import { t } from '../../i18n/i18n';
import { Sentence } from '../../i18n/sentence';
import { tokenize } from '../../markup/blocks';
import { plainLine } from '../../markup/plain';
import type { Block, Inline, Mentionable } from '../../markup/tokens';
import type { InboxItem, Outgoing, Timeline, TimelineMessage } from '../../model';
import { useModel } from '../use-model';
import { Composer, type ComposerChip, type ComposerHandle } from './composer';
import { openEmojiPicker } from './open-emoji';
import { suggestEmoji, suggestMembers } from './suggest';
import type { TalkContext } from './talk-context';
import type { Writing } from './writing';

interface TalkComposerProps {
  item: InboxItem;
  timeline: Timeline;
  context: TalkContext;
  writing: Writing;
  onWriting: (writing: Writing) => void;
  handle: RefObject<ComposerHandle | null>;
  onSent: () => void;
}

function mentionedIn(tokens: readonly Inline[]): string[] {
  return tokens.flatMap((token) => (token.kind === 'mention' ? [token.userId] : 'children' in token ? mentionedIn(token.children) : []));
}

/** The text with the ids of those it names. */
function outgoing(text: string, people: readonly Mentionable[]): Outgoing {
  const blocks: readonly Block[] = tokenize(text, people);
  const mentions = [...new Set(blocks.flatMap((block) => (block.kind === 'code' ? [] : mentionedIn(block.children))))].slice(0, 50);
  return mentions.length === 0 ? { text } : { text, mentions };
}

export function TalkComposer({ item, timeline, context, writing, onWriting, handle, onSent }: TalkComposerProps) {
  const model = useModel();
  const text = model.drafts.get(item.id)?.text ?? '';
  const [edited, setEdited] = useState<{ readonly message: TimelineMessage; readonly text: string } | null>(null);
  const editing = writing.kind === 'edit';
  const replyTo = writing.kind === 'reply' ? writing.seq : undefined;
  const before = editing ? writing.message : null;
  const editedText = edited !== null && edited.message === before ? edited.text : before?.body.kind === 'text' ? before.body.text : '';
  useLayoutEffect(() => {
    if (before !== null) handle.current?.focus();
  }, [before]);

  const send = (texts: readonly string[]) => {
    const people = context.people();
    if (writing.kind === 'edit') {
      const { seq, body } = writing.message;
      const [first = ''] = texts;
      if (seq !== undefined && body.kind === 'text' && body.text !== first) timeline.edit(seq, outgoing(first, people));
    } else {
      texts.forEach((part, i) => {
        timeline.send({ ...outgoing(part, people), ...(i === 0 && replyTo !== undefined ? { replyTo } : {}) });
      });
      model.drafts.set(item.id, null);
      onSent();
    }
    onWriting({ kind: 'new' });
  };
  const editLast = () => {
    const last = timeline.rows
      .peek()
      .findLast((message) => message.mine && message.seq !== undefined && message.body.kind === 'text' && !message.quiet);
    if (last !== undefined) onWriting({ kind: 'edit', message: last });
  };
  const members = useMemo(
    () =>
      (item.summary.members ?? [])
        .filter(({ userId }) => userId !== context.myId)
        .map(({ userId }) => ({ userId, name: model.people.nameOf(userId), hue: model.people.user(userId)?.hue ?? hueOf(userId) })),
    [item.summary.members, context],
  );

  if (item.summary.leftSeq !== undefined) return <Note text={t('conversation.left')} />;
  if (item.summary.mutedAll === true && item.summary.role === 'member') return <Note text={t('composer.mutedAll')} />;
  return (
    <Composer
      value={editing ? editedText : text}
      onInput={(next) => {
        if (before !== null) setEdited({ message: before, text: next });
        else model.drafts.set(item.id, next === '' && replyTo === undefined ? null : { text: next, replyTo });
        if (next !== '') timeline.typing();
      }}
      onSend={send}
      onEditLast={editLast}
      onEmoji={(anchor) => openEmojiPicker(anchor, (emoji) => handle.current?.insert(emoji))}
      chip={chipOf(writing, context, () => onWriting({ kind: 'new' }))}
      suggest={(value, caret) => [...suggestMembers(value, caret, members, item.summary.kind === 'group'), ...suggestEmoji(value, caret)]}
      handle={handle}
      autoFocus
    />
  );
}

function Note({ text }: { text: string }) {
  return (
    <div class="composer">
      <p class="composer-note">{text}</p>
    </div>
  );
}

function chipOf(writing: Writing, context: TalkContext, onCancel: () => void): ComposerChip | null {
  if (writing.kind === 'new') return null;
  if (writing.kind === 'edit') {
    const { body } = writing.message;
    return {
      icon: 'edit',
      title: t('composer.editing'),
      text: body.kind === 'text' ? plainLine(body.text) : '',
      cancelLabel: t('composer.cancelEdit'),
      onCancel,
    };
  }
  const quoted = context.quoted(writing.seq);
  const name = quoted === null || quoted === undefined ? '' : context.nameOf(quoted.senderId);
  return {
    icon: 'reply',
    title: <Sentence text="composer.replyTo" slots={{ name: <bdi>{name}</bdi> }} />,
    text: quoted?.body.kind === 'text' ? plainLine(quoted.body.text, context.people()) : '',
    cancelLabel: t('composer.cancelReply'),
    onCancel,
  };
}
