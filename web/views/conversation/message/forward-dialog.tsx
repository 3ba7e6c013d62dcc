import { useMemo, useState } from 'preact/hooks';
import { TEXT_MAX_CHARS } from '../../../../protocol/limits';
import { Avatar } from '../../../components/avatar';
import { Button } from '../../../components/button';
import { Dialog } from '../../../components/overlays/dialog';
import { toast } from '../../../components/overlays/toast';
import { SearchField } from '../../../components/search-field';
import { useWork } from '../../../components/states/work';
import { t } from '../../../i18n/i18n';
import { Icon } from '../../../icons/icon';
import type { InboxItem } from '../../../model/inbox';
import type { TimelineMessage } from '../../../model/timeline';
import { mayWrite } from '../../shared/membership';
import { conversationOf } from '../../shared/open-direct';
import { problemText } from '../../shared/problem';
import { avatarOf, type Target, useTargets } from '../../shared/targets';
import { useModel, useSelfId } from '../../shared/use-model';
import { lineOf } from '../bodies/registry';

/** The limit of targets per forward: enough for friends, too few to flood a server. */
const TARGETS_MAX = 20;
const SHOWN_MAX = 50;

const canSend = ({ summary }: InboxItem): boolean => mayWrite(summary);

/** Picks the conversations for copies of messages, with an optional note; only the button sends. */
export function ForwardDialog({ messages, onClose }: { messages: readonly TimelineMessage[]; onClose: () => void }) {
  const model = useModel();
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, Target>>(new Map());
  const [busy, run] = useWork();
  const items = model.inbox.items.value;
  const recent = useMemo(() => items.filter(canSend).sort((a, b) => b.activeAt - a.activeAt), [items]);
  const shown = useTargets(recent, query).slice(0, SHOWN_MAX);
  const full = chosen.size >= TARGETS_MAX;
  const toggle = (target: Target) =>
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(target.id) && before.size < TARGETS_MAX) next.set(target.id, target);
      return next;
    });
  const send = async () => {
    const targets = [...chosen.values()];
    const ids: string[] = [];
    for (const target of targets) {
      const id = await conversationOf(model, target);
      if (id === null) return;
      ids.push(id);
    }
    const sent = await model.groups.forward(messages, ids, note.trim());
    if (!sent.ok) return void toast(problemText(sent.problem), { kind: 'error' });
    onClose();
    const [first] = targets;
    toast(
      targets.length === 1 && first !== undefined ? t('forward.done', { name: first.title }) : t('forward.doneMany', { n: targets.length }),
      {
        action: {
          label: t('common.undo'),
          run: () => {
            sent.value();
            toast(t('forward.undone'));
          },
        },
      },
    );
  };
  return (
    <Dialog
      title={t('forward.title')}
      onClose={onClose}
      footer={
        <form
          class="forward-foot"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen.size > 0) void run(send);
          }}
        >
          <input
            class="field-input"
            dir="auto"
            autocomplete="off"
            maxLength={TEXT_MAX_CHARS}
            aria-label={t('forward.note')}
            placeholder={t('forward.note')}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
          <Button kind="primary" type="submit" busy={busy} disabled={chosen.size === 0}>
            {t('forward.send', { n: chosen.size })}
          </Button>
        </form>
      }
    >
      <ForwardPreview messages={messages} />
      <div class="picker">
        {chosen.size > 0 && (
          <ul class="picked" aria-label={t('group.selected', { n: chosen.size })}>
            {[...chosen.values()].map((target) => (
              <li key={target.id}>
                <button type="button" class="chip picked-chip" onClick={() => toggle(target)}>
                  <Avatar {...avatarOf(target)} size="xs" />
                  <bdi>{target.title}</bdi>
                  <Icon name="close" class="icon-xs" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <SearchField
          value={query}
          label={t('inbox.search')}
          autoFocus
          onInput={setQuery}
          onKeyDown={(event) => {
            // Enter picks a candidate of the input method.
            if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            const [first] = shown;
            if (query.trim() === '' || first === undefined) return;
            toggle(first);
            setQuery('');
          }}
        />
        <ul class="picker-list scroll" aria-label={t('forward.title')}>
          {shown.map((target) => (
            <li key={target.id}>
              <label class="row row-small">
                <Avatar {...avatarOf(target)} size="s" />
                <span class="row-text">
                  <bdi class="row-name truncate">{target.title}</bdi>
                </span>
                <input
                  type="checkbox"
                  class="check"
                  checked={chosen.has(target.id)}
                  disabled={full && !chosen.has(target.id)}
                  onChange={() => toggle(target)}
                />
              </label>
            </li>
          ))}
          {shown.length === 0 && <li class="dialog-text picker-none">{t('switcher.none')}</li>}
        </ul>
      </div>
    </Dialog>
  );
}

/** The forwarded content: the first message in two lines, and the count. */
function ForwardPreview({ messages }: { messages: readonly TimelineMessage[] }) {
  const model = useModel();
  const myId = useSelfId();
  const [first] = messages;
  if (first === undefined) return null;
  return (
    <blockquote class="forward-preview">
      <b class="truncate">
        <bdi>{model.people.nameOf(first.senderId)}</bdi>
        {messages.length > 1 && ` · ${t('forward.messages', { n: messages.length })}`}
      </b>
      <span dir="auto">{lineOf(first, { myId, nameOf: model.people.nameOf })}</span>
    </blockquote>
  );
}
