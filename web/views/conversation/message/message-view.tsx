import { useState } from 'preact/hooks';
import { Avatar } from '../../../components/avatar';
import { IconButton } from '../../../components/button';
import { memo } from '../../../components/memo';
import { formatFull, formatList, formatTime } from '../../../i18n/format';
import { locale, t } from '../../../i18n/i18n';
import { Icon } from '../../../icons/icon';
import type { TimelineMessage } from '../../../model/timeline';
import { problemText } from '../../shared/problem';
import { statusText, Ticks } from '../../shared/ticks';
import { lineOf, viewOf } from '../bodies/registry';
import type { ConversationContext } from '../context/conversation-context';

interface MessageProps {
  message: TimelineMessage;
  context: ConversationContext;
  first: boolean;
  last: boolean;
  /** The row that Tab and the arrows reach. */
  current: boolean;
  flash: boolean;
  selecting: boolean;
  selected: boolean;
}

/** The row's label for screen readers. */
export function messageLabel(message: TimelineMessage, context: ConversationContext): string {
  const name = message.senderId === context.myId ? t('common.you') : context.nameOf(message.senderId);
  const params = { name, text: lineOf(message, context), time: formatTime(message.createdAt) };
  const label =
    message.status === undefined ? t('message.label', params) : t('message.labelStatus', { ...params, status: statusText(message.status) });
  const reactions = (message.reactions ?? []).map(({ emoji, userIds }) => `${emoji} ${formatList(userIds.map(context.nameOf))}`);
  return [label, message.editedAt === undefined ? '' : t('message.edited'), ...reactions].filter((part) => part !== '').join(', ');
}

/** Why a message was not sent, if known. */
function failure({ error }: TimelineMessage, context: ConversationContext): string {
  if (error === undefined) return t('message.failed');
  const reason = error === 'not_allowed' && !context.isGroup ? t('message.shut') : problemText(error);
  return `${t('message.failed')}. ${reason}`;
}

function MessageRow({ message, context, first, last, current, flash, selecting, selected }: MessageProps) {
  locale();
  const [near, setNear] = useState(false);
  const renderTools = near ? undefined : () => setNear(true);
  const own = message.senderId === context.myId;
  const { body } = message;
  const { View, isBare } = viewOf(body);
  const bare = message.replyTo === undefined && isBare?.(body) === true;
  const classes = [
    'message',
    own && 'message-own',
    context.isGroup && 'message-group',
    first && 'message-first',
    last && 'message-last',
    flash && 'message-flash',
    selected && 'message-selected',
    message.status === 'failed' && 'message-failed',
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys of its rows.
    <article
      class={classes.filter(Boolean).join(' ')}
      data-key={message.key}
      data-seq={message.seq}
      tabIndex={current ? 0 : -1}
      aria-label={messageLabel(message, context)}
      onMouseEnter={renderTools}
      onFocusIn={renderTools}
      onContextMenu={(event) => {
        // Over a link or a selection people want the browser's own menu.
        if (selecting || (event.target instanceof Element && event.target.closest('a') !== null) || getSelection()?.isCollapsed === false)
          return;
        event.preventDefault();
        context.openMenu(message, event, event.currentTarget);
      }}
      onDblClick={(event) => {
        if (!selecting && event.target instanceof Element && event.target.closest('.bubble') === null) context.reply(message);
      }}
      onClick={selecting ? () => context.toggleSelected(message) : undefined}
    >
      {selecting && (
        <span class="tick-box" aria-hidden="true">
          <Icon name="check" />
        </span>
      )}
      {context.isGroup && !own && <span class="message-side">{last && <SenderAvatar userId={message.senderId} context={context} />}</span>}
      <div class={`bubble${bare ? ' bubble-emoji' : ''}`}>
        {context.isGroup && !own && first && <Sender userId={message.senderId} context={context} />}
        {message.replyTo !== undefined && <Quote seq={message.replyTo} context={context} />}
        <View body={body} message={message} context={context} />
        <Meta message={message} context={context} />
        {message.reactions !== undefined && message.reactions.length > 0 && <Reactions message={message} context={context} />}
      </div>
      {message.status === 'failed' && (
        <button
          type="button"
          class="resend"
          tabIndex={-1}
          aria-label={failure(message, context)}
          data-tip={failure(message, context)}
          onClick={(event) => context.failedMenu(message, event.currentTarget)}
        >
          <Icon name="alert" class="icon-s" />
        </button>
      )}
      {/* Rendered when the pointer or focus comes near: three buttons in each row would be half of the cost of scrolling. */}
      {near && !selecting && message.seq !== undefined && (
        <span class="message-tools">
          {context.mayWrite() && (
            <>
              <IconButton
                icon="smilePlus"
                label={t('message.react')}
                tabIndex={-1}
                onClick={(event) => context.pickReaction(message, event.currentTarget)}
              />
              <IconButton icon="reply" label={t('message.reply')} tabIndex={-1} onClick={() => context.reply(message)} />
            </>
          )}
          <IconButton
            icon="more"
            label={t('message.actions')}
            popup="menu"
            tabIndex={-1}
            onClick={(event) => context.openMenu(message, event, event.currentTarget)}
          />
        </span>
      )}
    </article>
  );
}

/** Keeps rows while the list scrolls; only their own content renders them again. */
export const MessageView = memo(MessageRow);

function SenderAvatar({ userId, context }: { userId: string; context: ConversationContext }) {
  const name = context.nameOf(userId);
  return (
    <button type="button" tabIndex={-1} aria-label={t('people.profileOf', { name })} onClick={() => context.openProfile(userId)}>
      <Avatar id={userId} name={name} hue={context.hueOf(userId)} size="s" />
    </button>
  );
}

/** The sender's name, with a warning if it resembles another member's. */
function Sender({ userId, context }: { userId: string; context: ConversationContext }) {
  const lookalike = context.lookalikeOf(userId);
  const warning = lookalike === undefined ? undefined : t('message.lookalike', { name: lookalike });
  return (
    <button
      type="button"
      tabIndex={-1}
      class="sender truncate"
      style={{ '--name-hue': String(context.hueOf(userId)) }}
      data-tip={warning}
      onClick={() => context.openProfile(userId)}
    >
      <bdi>{context.nameOf(userId)}</bdi>
      {warning !== undefined && (
        <span class="lookalike">
          <Icon name="alert" class="icon-xs" />
          <span class="sr-only">{warning}</span>
        </span>
      )}
    </button>
  );
}

function Quote({ seq, context }: { seq: number; context: ConversationContext }) {
  const quoted = context.quoted(seq);
  return (
    <button type="button" class="quote" tabIndex={-1} onClick={() => context.jumpTo(seq)}>
      {quoted === undefined || quoted === null || quoted.recalledAt !== undefined ? (
        <span class="truncate">{quoted === undefined ? '…' : t('message.unavailable')}</span>
      ) : (
        <>
          <b class="truncate">
            <bdi>{context.nameOf(quoted.senderId)}</bdi>
          </b>
          <span class="truncate" dir="auto">
            {lineOf(quoted, context)}
          </span>
        </>
      )}
    </button>
  );
}

function Meta({ message, context }: { message: TimelineMessage; context: ConversationContext }) {
  return (
    <span class="meta">
      {message.pinnedAt !== undefined && <Icon name="pin" class="icon-xs" />}
      {message.editedAt !== undefined && (
        <button type="button" tabIndex={-1} onClick={() => context.showHistory(message)}>
          {t('message.edited')}
        </button>
      )}
      <time dateTime={new Date(message.createdAt).toISOString()} data-tip={formatFull(message.createdAt)}>
        {formatTime(message.createdAt)}
      </time>
      {message.status !== undefined &&
        (context.isGroup && message.seq !== undefined ? (
          <button
            type="button"
            tabIndex={-1}
            class="ticks-button"
            data-tip={t('message.readers')}
            onClick={() => context.showReaders(message)}
          >
            <Ticks status={message.status} />
          </button>
        ) : (
          <span class="meta-ticks" data-tip={statusText(message.status)}>
            <Ticks status={message.status} />
          </span>
        ))}
    </span>
  );
}

function Reactions({ message, context }: { message: TimelineMessage; context: ConversationContext }) {
  return (
    <div class="reactions">
      {(message.reactions ?? []).map(({ emoji, userIds }) => {
        const names = formatList(userIds.slice(0, 20).map((id) => (id === context.myId ? t('common.you') : context.nameOf(id))));
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            tabIndex={-1}
            aria-pressed={userIds.includes(context.myId)}
            // Not `disabled`: whoever may only read still sees who reacted.
            aria-disabled={!context.mayWrite()}
            data-tip={names}
            onClick={() => context.react(message, emoji)}
            onContextMenu={(event) => {
              event.preventDefault();
              event.stopPropagation();
              context.showReactors(message);
            }}
          >
            <span>{emoji}</span>
            <span>{userIds.length}</span>
            <span class="sr-only">{names}</span>
          </button>
        );
      })}
    </div>
  );
}
