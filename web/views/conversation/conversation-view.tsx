import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { hueOf } from '../../../protocol/hue';
import { Button } from '../../components/button';
import { navigate } from '../../components/navigation/router';
import { menuPlace } from '../../components/overlays/open-menu';
import { toast } from '../../components/overlays/toast';
import { Delayed, Empty } from '../../components/states/empty';
import { lazy } from '../../components/states/lazy';
import { openEmojiPicker } from '../../emoji/open-emoji';
import { t } from '../../i18n/i18n';
import type { InboxItem } from '../../model/inbox';
import type { Timeline } from '../../model/timeline';
import { accountState } from '../../platform/account-state';
import { mayWrite } from '../shared/membership';
import { problemText } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { now } from '../state/clock';
import { useEscape } from '../state/escape';
import { detailsOpen, dialog } from '../state/shell-state';
import type { ComposerHandle } from './composer/composer';
import { ConversationComposer } from './composer/conversation-composer';
import type { ConversationContext } from './context/conversation-context';
import { useConversationLayers, useWriting } from './context/writing';
import { ConversationBars } from './conversation-bars';
import { ConversationHead } from './conversation-head';
import { useConversationPeople, useLookalikes } from './conversation-people';
import { announceArrivals } from './list/announce-arrivals';
import type { JumpTarget } from './list/list-hooks';
import { loadedMentions } from './list/loaded-mentions';
import { type ListActions, MessageList } from './list/message-list';
import { PinnedBar } from './pins/pinned-bar';

interface ConversationViewProps {
  item: InboxItem;
  timeline: Timeline;
  target: JumpTarget | null;
  onTarget: (target: JumpTarget | null) => void;
}

const SelectBar = lazy(async () => (await import('./composer/select-bar')).SelectBar);

/** The scroll position of each conversation that the user left scrolled up, for the life of the tab. */
const places = accountState(() => new Map<string, number>());

/** An open conversation: header, messages, composer. */
export function ConversationView({ item, timeline, target, onTarget }: ConversationViewProps) {
  const model = useModel();
  const myId = useSelfId();
  const composer = useRef<ComposerHandle | null>(null);
  const [writing, setWriting] = useWriting(model, item.id);
  const [selected, setSelected] = useState<ReadonlySet<string> | null>(null);
  const messages = timeline.rows.value;
  const state = timeline.state.value;
  const people = useConversationPeople(model, item.id);
  const lookalikes = useLookalikes(model, item);

  const [returnTo, setReturnTo] = useState<number | null>(null);
  const returnToOrigin = () => {
    if (returnTo === null) return;
    setReturnTo(null);
    scrollToSeq(returnTo);
  };
  const jumpTo = (seq: number) => {
    setReturnTo(places().get(item.id) ?? messages.findLast((message) => message.seq !== undefined)?.seq ?? null);
    scrollToSeq(seq);
  };
  const scrollToSeq = (seq: number) => {
    void timeline.jumpTo(seq).then((problem) => {
      if (problem === null) onTarget({ seq });
      else toast(problemText(problem), { kind: 'error' });
    });
  };
  useEffect(() => {
    if (target !== null && !timeline.rows.peek().some((row) => row.seq === target.seq)) jumpTo(target.seq);
  }, [target, timeline]);

  const here = item.mentions === 0 ? null : loadedMentions(item, timeline, myId);
  const toMention = () => {
    const first = here?.seqs[0];
    if (here?.all === true && first !== undefined) return jumpTo(first);
    void import('./list/jump-to-mention').then(
      ({ jumpToUnloadedMention }) => jumpToUnloadedMention(model, item, first, jumpTo),
      () => toast(t('error.offline'), { kind: 'error' }),
    );
  };
  const [ending, setEnding] = useState<object | null>(null);
  const toEnd = () => {
    setReturnTo(null);
    setEnding({});
    // A jump that failed must not happen when a later page contains its message.
    void timeline.jumpToEnd().then(() => timeline.hasNewer.peek() && setEnding(null));
  };
  const actions = useRef({ setWriting, setSelected, jumpTo, item, returnToOrigin, toMention, toEnd });
  actions.current = { setWriting, setSelected, jumpTo, item, returnToOrigin, toMention, toEnd };
  const context = useMemo<ConversationContext>(
    () => ({
      model,
      myId,
      isGroup: item.summary.kind === 'group',
      nameOf: model.people.nameOf,
      hueOf: (userId) => model.people.user(userId)?.hue ?? hueOf(userId),
      people: () => people.value,
      lookalikeOf: (userId) => lookalikes.value.get(userId),
      quoted: (seq) => timeline.quoted(seq),
      jumpTo: (seq) => actions.current.jumpTo(seq),
      openProfile: (userId) => {
        if (userId !== '*') dialog.value = { kind: 'profile', userId };
      },
      openMenu: (message, event, element) => {
        const at = menuPlace(event, element);
        void import('./message/message-menu').then(({ openMessageMenu }) =>
          openMessageMenu({
            message,
            at,
            item: actions.current.item,
            timeline,
            context,
            write: actions.current.setWriting,
            select: actions.current.setSelected,
          }),
        );
      },
      mayWrite: () => mayWrite(actions.current.item.summary),
      reply: (message) => {
        if (message.seq === undefined || !context.mayWrite()) return;
        actions.current.setWriting({ kind: 'reply', seq: message.seq });
        composer.current?.focus();
      },
      react: (message, emoji) => {
        if (message.seq === undefined || !context.mayWrite()) return;
        const mine = message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(myId)) === true;
        timeline.react(message.seq, emoji, !mine);
      },
      pickReaction: (message, anchor) => openEmojiPicker(anchor, { choices: 'once', onPick: (emoji) => context.react(message, emoji) }),
      failedMenu: (message, anchor) => {
        const at = anchor.getBoundingClientRect();
        void import('./message/message-menu').then(({ failedMenu }) =>
          failedMenu(timeline, message, at, actions.current.item.summary.peerId),
        );
      },
      reedit: (message) => {
        const text = message.seq === undefined ? null : timeline.recalledText(message.seq);
        if (text !== null) composer.current?.insert(text);
      },
      canReedit: (message) =>
        message.mine && message.recalledAt !== undefined && message.seq !== undefined && timeline.recalledText(message.seq) !== null,
      showReactors: ({ reactions }) => {
        if (reactions !== undefined) dialog.value = { kind: 'reactors', reactions };
      },
      showHistory: (message) => {
        if (message.seq !== undefined) dialog.value = { kind: 'history', conversationId: item.id, seq: message.seq };
      },
      showReaders: (message) => {
        if (message.seq !== undefined) dialog.value = { kind: 'readers', conversationId: item.id, seq: message.seq };
      },
      toggleSelected: (message) => actions.current.setSelected((before) => toggled(before, message.key)),
    }),
    [myId, item.id, timeline],
  );

  const listActions = useMemo<ListActions>(
    () => ({
      loadOlder: () => void timeline.loadOlder(),
      loadNewer: () => void timeline.loadNewer(),
      latest: () => actions.current.toEnd(),
      goBack: () => actions.current.returnToOrigin(),
      toMention: () => actions.current.toMention(),
      placed: (seq) => {
        if (seq === null) places().delete(item.id);
        else places().set(item.id, seq);
      },
      seen: (seq) => timeline.markRead(seq),
      focusComposer: () => composer.current?.focus(),
    }),
    [timeline, item.id],
  );

  useEffect(() => announceArrivals(timeline, context), [timeline, context]);
  useConversationLayers(writing, setWriting, selected !== null, () => setSelected(null));
  useEscape(({ target: at }) => {
    const within = (what: string) => at instanceof Element && at.closest(what) !== null;
    if (detailsOpen.value && within('.pane-details')) detailsOpen.value = false;
    else if (selected !== null) setSelected(null);
    else if (within('article')) composer.current?.focus();
    else if (writing.kind !== 'new') setWriting({ kind: 'new' });
    else if (detailsOpen.value) detailsOpen.value = false;
    else if (item.unread > 0) model.conversations.markAllRead(item.id);
    else navigate({ page: 'inbox' });
  });

  return (
    <section class="main-view" aria-label={item.title}>
      <ConversationHead item={item} />
      <ConversationBars item={item} />
      <PinnedBar conversationId={item.id} messages={messages} context={context} onJump={jumpTo} />
      {state === 'ready' ? (
        <div class="main-body">
          <MessageList
            messages={messages}
            context={context}
            unreadAfterSeq={timeline.unreadAfterSeq}
            reachedStart={!timeline.hasOlder.value}
            reachedEnd={!timeline.hasNewer.value}
            unread={item.unread}
            mentions={here?.all === true ? here.seqs.length : item.mentions}
            now={now.value}
            target={target}
            ending={ending}
            selected={selected}
            actions={listActions}
            canReturn={returnTo !== null}
            place={places().get(item.id) ?? null}
          />
          {messages.length === 0 && !timeline.hasOlder.value && <NoMessages onHello={() => composer.current?.insert('👋 ')} />}
        </div>
      ) : (
        <LoadingMessages failed={state === 'failed'} onRetry={() => void timeline.loadNewer()} />
      )}
      {selected === null ? (
        <ConversationComposer
          item={item}
          timeline={timeline}
          context={context}
          writing={writing}
          onWriting={setWriting}
          handle={composer}
          onSent={() => {
            onTarget(null);
            toEnd();
          }}
        />
      ) : (
        <SelectBar messages={messages.filter((message) => selected.has(message.key))} context={context} onDone={() => setSelected(null)} />
      )}
    </section>
  );
}

function toggled(before: ReadonlySet<string> | null, key: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(key)) next.add(key);
  return next;
}

function NoMessages({ onHello }: { onHello: () => void }) {
  return (
    <div class="main-empty">
      <Empty art="letter" title={t('conversation.empty')} hint={t('conversation.emptyHint')}>
        <Button onClick={onHello}>{t('conversation.hello')}</Button>
      </Empty>
    </div>
  );
}

function LoadingMessages({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  return (
    <div class="main-body">
      {failed ? (
        <div class="main-empty">
          <Empty art="search" title={t('error.unavailable')}>
            <Button icon="refresh" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          </Empty>
        </div>
      ) : (
        <Delayed>
          <div class="main-skeleton" aria-hidden="true">
            {[46, 62, 30, 54, 38].map((width, i) => (
              <span
                key={width}
                class={`skeleton skeleton-bubble${i % 3 === 2 ? ' skeleton-own' : ''}`}
                style={{ inlineSize: `${width}%` }}
              />
            ))}
          </div>
        </Delayed>
      )}
    </div>
  );
}
