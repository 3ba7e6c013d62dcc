import { useState } from 'preact/hooks';
import { Avatar } from '../../components/avatar';
import { Badge } from '../../components/badge';
import { navigate } from '../../components/navigation/router';
import { Dialog } from '../../components/overlays/dialog';
import { toast } from '../../components/overlays/toast';
import { SearchField } from '../../components/search-field';
import { t } from '../../i18n/i18n';
import type { InboxItem, TimelineMessage } from '../../model/model';
import { isIn } from '../shared/membership';
import { rankItems } from '../shared/rank';
import { useModel } from '../shared/use-model';

interface ChooserProps {
  title: string;
  items: readonly InboxItem[];
  onChoose: (item: InboxItem) => void;
  onClose: () => void;
}

/** Type, arrows, Enter: one conversation out of all. */
function Chooser({ title, items, onChoose, onClose }: ChooserProps) {
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState(0);
  const shown = rankItems(items, query).slice(0, 30);
  const at = Math.min(picked, Math.max(0, shown.length - 1));
  const move = (to: number) => {
    const next = (to + shown.length) % Math.max(1, shown.length);
    setPicked(next);
    document.getElementById(`choice-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title={title} kind="search" onClose={onClose}>
      <SearchField
        value={query}
        label={title}
        autoFocus
        controls="choices"
        active={shown.length > 0 ? `choice-${at}` : undefined}
        onInput={(next) => {
          setQuery(next);
          setPicked(0);
        }}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return;
          const chosen = shown[at];
          if (event.key === 'ArrowDown') move(at + 1);
          else if (event.key === 'ArrowUp') move(at - 1);
          else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen);
          else return;
          event.preventDefault();
        }}
      />
      <div class="choices scroll" id="choices" role="listbox" tabIndex={0} aria-label={title}>
        {shown.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that keeps the focus.
          // biome-ignore lint/a11y/useFocusableInteractive: reached by aria-activedescendant.
          <div
            key={item.id}
            id={`choice-${i}`}
            role="option"
            aria-selected={i === at}
            class="row row-small"
            onClick={() => onChoose(item)}
            onPointerMove={() => setPicked(i)}
          >
            <Avatar id={item.summary.peerId ?? item.id} name={item.title} hue={item.summary.hue} size="s" />
            <span class="row-text">
              <bdi class="row-name truncate">{item.title}</bdi>
            </span>
            <Badge count={item.unread} muted={item.muted} mention={item.mentions > 0} />
          </div>
        ))}
      </div>
      {shown.length === 0 && <p class="dialog-text picker-none">{t('switcher.none')}</p>}
    </Dialog>
  );
}

/** Jumps to a conversation; unread ones come first while nothing is typed. */
export function SwitcherDialog({ onClose }: { onClose: () => void }) {
  const model = useModel();
  return (
    <Chooser
      title={t('switcher.title')}
      items={model.inbox.items.value}
      onClose={onClose}
      onChoose={(item) => {
        onClose();
        navigate({ page: 'conversation', id: item.id });
      }}
    />
  );
}

export function ForwardDialog({ messages, onClose }: { messages: readonly TimelineMessage[]; onClose: () => void }) {
  const model = useModel();
  const open = model.inbox.items.value.filter(({ summary }) => isIn(summary));
  return (
    <Chooser
      title={t('forward.title')}
      items={open}
      onClose={onClose}
      onChoose={(item) => {
        model.conversations.forward(messages, [item.id]);
        onClose();
        toast(t('forward.done'));
        navigate({ page: 'conversation', id: item.id });
      }}
    />
  );
}

/** Text that another app shared: becomes the draft of the chosen conversation, to be looked at before it is sent. */
export function ShareDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const model = useModel();
  const open = model.inbox.items.value.filter(({ summary }) => isIn(summary));
  return (
    <Chooser
      title={t('share.title')}
      items={open}
      onClose={onClose}
      onChoose={(item) => {
        const before = model.drafts.get(item.id);
        model.drafts.set(item.id, { ...before, text: [before?.text ?? '', text].filter((part) => part !== '').join('\n') });
        onClose();
        navigate({ page: 'conversation', id: item.id });
      }}
    />
  );
}
