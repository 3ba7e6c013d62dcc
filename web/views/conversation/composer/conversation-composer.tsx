import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { kindOf, plainOf } from '../../../../protocol/bodies';
import { hueOf } from '../../../../protocol/hue';
import { WorkButton } from '../../../components/states/work-button';
import { openEmojiPicker } from '../../../emoji/open-emoji';
import { t } from '../../../i18n/i18n';
import { Sentence } from '../../../i18n/sentence';
import type { Mentionable } from '../../../markup/tokens';
import type { InboxItem } from '../../../model/inbox';
import type { Timeline, TimelineMessage } from '../../../model/timeline';
import { isTouch } from '../../../platform/pointer';
import { isMember, may, mayWrite } from '../../shared/membership';
import { attempt } from '../../shared/problem';
import { useModel } from '../../shared/use-model';
import { lineOf } from '../bodies/registry';
import type { ConversationContext } from '../context/conversation-context';
import type { Writing } from '../context/writing';
import { Composer, type ComposerChip, type ComposerHandle } from './composer';
import { findMembers, membersOf } from './known-members';
import { outgoing } from './outgoing';
import { inOrder, mentionQuery, runCommand, suggestCommands, suggestEmoji, suggestMembers, suggestSource } from './suggest';

interface ConversationComposerProps {
  item: InboxItem;
  timeline: Timeline;
  context: ConversationContext;
  writing: Writing;
  onWriting: (writing: Writing) => void;
  handle: RefObject<ComposerHandle | null>;
  /** Called after the user sent something new. */
  onSent: () => void;
}

export function ConversationComposer({ item, timeline, context, writing, onWriting, handle, onSent }: ConversationComposerProps) {
  const model = useModel();
  const draft = model.drafts.get(item.id);
  const editing = writing.kind === 'edit';
  const replyTo = writing.kind === 'reply' ? writing.seq : undefined;
  const editedSeq = editing ? writing.seq : null;
  const edited = editedSeq === null ? null : context.quoted(editedSeq);
  const original = edited && kindOf(edited.body).editable ? plainOf(edited.body) : undefined;
  useLayoutEffect(() => {
    if (editedSeq !== null) handle.current?.focus();
  }, [editedSeq]);

  const chosen = useRef(new Map<string, Mentionable>());
  const mayAll = may(item.summary, 'mentionAll');
  const send = (texts: readonly string[]) => {
    // Picked people take precedence over namesakes.
    const people = [...chosen.current.values(), ...context.people()];
    if (writing.kind === 'edit') {
      const [first = '', ...rest] = texts;
      if (first !== original) timeline.edit(writing.seq, outgoing(first, people, mayAll));
      model.drafts.rewrite(item.id, writing.seq, undefined);
      // The part that does not fit the edited message follows in new messages.
      for (const part of rest) timeline.send(outgoing(part, people, mayAll));
    } else {
      texts.forEach((part, i) => {
        const said = texts.length === 1 ? runCommand(part, model, item) : part;
        if (said === null) return;
        timeline.send({ ...outgoing(said, people, mayAll), ...(i === 0 && replyTo !== undefined ? { replyTo } : {}) });
        onSent();
      });
      model.drafts.set(item.id, null);
      chosen.current.clear();
    }
    onWriting({ kind: 'new' });
  };
  const editLast = () => {
    const last = timeline.rows.peek().findLast((message) => message.mine && message.seq !== undefined && kindOf(message.body).editable);
    if (last?.seq !== undefined) onWriting({ kind: 'edit', seq: last.seq });
  };
  const known = membersOf(item.summary);
  const members = useMemo(
    () =>
      known
        .filter(({ userId }) => userId !== context.myId)
        .map(({ userId }) => {
          const name = model.people.nameOf(userId);
          const user = model.people.user(userId);
          return { userId, name, own: user?.name ?? name, hue: user?.hue ?? hueOf(userId) };
        }),
    [known, context],
  );
  // When more suggestions have loaded, the composer searches again for the text before the caret.
  const suggestMore = useMemo(() => ({}), [members, suggestSource.value]);
  const suggest = (value: string, caret: number) => {
    const asked = mentionQuery(value, caret);
    if (asked !== null) findMembers(model, item.summary, asked.query);
    const ordered =
      asked === null
        ? members
        : inOrder(
            members,
            timeline.rows.peek().map(({ senderId }) => senderId),
          );
    const commands = editing ? [] : suggestCommands(value, caret, item);
    return [...commands, ...suggestMembers(value, caret, ordered, mayAll), ...suggestEmoji(value, caret)];
  };

  const { peerId } = item.summary;
  if (peerId !== undefined && model.people.contacts.value.blocked.some(({ id }) => id === peerId)) {
    return (
      <Note text={t('people.youBlocked', { name: item.title })}>
        <WorkButton work={() => attempt(model.people.unblock(peerId))}>{t('people.unblock')}</WorkButton>
      </Note>
    );
  }
  if (!isMember(item.summary))
    return <Note text={t(item.summary.leftSeq === undefined ? 'conversation.dissolved' : 'conversation.left')} />;
  if (!mayWrite(item.summary)) return <Note text={t('composer.mutedAll')} />;
  return (
    <Composer
      value={editing ? (model.drafts.rewriting(item.id)?.text ?? original ?? '') : (draft?.text ?? '')}
      note={!editing && draft?.onlyHere === true ? t('composer.onlyHere') : null}
      onInput={(next) => {
        if (editedSeq !== null) model.drafts.rewrite(item.id, editedSeq, next === original ? undefined : next);
        else {
          model.drafts.set(item.id, next === '' ? null : { text: next, replyTo });
          // The draft drops a reply that has no text.
          if (next === '') onWriting(writing);
        }
        if (next !== '') timeline.typing();
      }}
      people={() => [...chosen.current.values(), ...context.people()]}
      onSend={send}
      onEditLast={editLast}
      onEmoji={(anchor) =>
        openEmojiPicker(anchor, {
          choices: 'many',
          onPick: (emoji) => handle.current?.insertUnfocused(emoji),
          onDone: () => {
            if (!isTouch()) handle.current?.focus();
          },
        })
      }
      chip={chipOf(writing, edited, context, () => onWriting({ kind: 'new' }))}
      suggest={suggest}
      suggestMore={suggestMore}
      onTake={(taken) => {
        if (taken.kind === 'member') chosen.current.set(taken.insert, { userId: taken.id, name: taken.insert.slice(1, -1) });
      }}
      handle={handle}
      autoFocus
    />
  );
}

function Note({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="composer">
      <div class="composer-note">
        <p>{text}</p>
        {children}
      </div>
    </div>
  );
}

function chipOf(
  writing: Writing,
  edited: TimelineMessage | null | undefined,
  context: ConversationContext,
  onCancel: () => void,
): ComposerChip | null {
  if (writing.kind === 'new') return null;
  if (writing.kind === 'edit') {
    return {
      icon: 'edit',
      title: t('composer.editing'),
      text: edited ? lineOf(edited, context) : '',
      cancelLabel: t('composer.cancelEdit'),
      onCancel,
    };
  }
  const quoted = context.quoted(writing.seq);
  const name = quoted === null || quoted === undefined ? '' : context.nameOf(quoted.senderId);
  return {
    icon: 'reply',
    title: <Sentence text="composer.replyTo" slots={{ name: <bdi>{name}</bdi> }} />,
    text: quoted === null || quoted === undefined ? '' : lineOf(quoted, context),
    cancelLabel: t('composer.cancelReply'),
    onCancel,
  };
}
