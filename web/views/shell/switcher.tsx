import { useEffect, useMemo, useState } from 'preact/hooks';
import { Avatar } from '../../components/avatar';
import { Badge } from '../../components/badge';
import { useListbox } from '../../components/listbox';
import { navigate } from '../../components/navigation/router';
import { Dialog } from '../../components/overlays/dialog';
import { SearchField } from '../../components/search-field';
import { t } from '../../i18n/i18n';
import type { InboxItem } from '../../model/inbox';
import { isMember } from '../shared/membership';
import { conversationOf, openDirect } from '../shared/open-direct';
import { avatarOf, type Target, useTargets } from '../shared/targets';
import { useModel } from '../shared/use-model';

interface ChooserProps {
  title: string;
  items: readonly InboxItem[];
  onChoose: (target: Target) => void;
  onClose: () => void;
}

/** Type, arrows, Enter: picks a conversation or a contact. */
function Chooser({ title, items, onChoose, onClose }: ChooserProps) {
  const [query, setQuery] = useState('');
  const shown = useTargets(items, query, true).slice(0, 30);
  const { at, pick, steer } = useListbox(shown, onChoose);
  useEffect(() => document.getElementById(`choice-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);
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
          pick(0);
        }}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return;
          if (steer(event)) event.preventDefault();
        }}
      />
      <div class="choices scroll" id="choices" role="listbox" tabIndex={0} aria-label={title}>
        {shown.map((target, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field that keeps the focus handles the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant reaches it.
          <div
            key={target.id}
            id={`choice-${i}`}
            role="option"
            aria-selected={i === at}
            class="row row-small"
            onClick={() => onChoose(target)}
            onPointerMove={() => pick(i)}
          >
            <Avatar {...avatarOf(target)} size="s" />
            <span class="row-text">
              <bdi class="row-name truncate">{target.title}</bdi>
            </span>
            {target.kind === 'conversation' && (
              <Badge count={target.item.unread} muted={target.item.muted} mention={target.item.mentions > 0} />
            )}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p class="dialog-text picker-none">{t('switcher.none')}</p>}
    </Dialog>
  );
}

const recent = (items: readonly InboxItem[]): InboxItem[] => [...items].sort((a, b) => b.activeAt - a.activeAt);
const isUnread = ({ unread, muted }: InboxItem): number => Number(unread > 0 && !muted);

/** Jumps to a conversation; without a query unread ones come first. */
export function SwitcherDialog({ onClose }: { onClose: () => void }) {
  const model = useModel();
  const items = model.inbox.items.value;
  const ordered = useMemo(() => recent(items).sort((a, b) => isUnread(b) - isUnread(a)), [items]);
  return (
    <Chooser
      title={t('switcher.title')}
      items={ordered}
      onClose={onClose}
      onChoose={(target) => {
        onClose();
        if (target.kind === 'person') void openDirect(model, target.id);
        else navigate({ page: 'conversation', id: target.id });
      }}
    />
  );
}

/** Text shared from another app becomes the draft of the chosen conversation, so that the user can check it before sending. */
export function ShareDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const model = useModel();
  const items = model.inbox.items.value;
  const open = useMemo(() => recent(items.filter(({ summary }) => isMember(summary))), [items]);
  const share = async (target: Target) => {
    const id = await conversationOf(model, target);
    if (id === null) return;
    const before = model.drafts.get(id);
    model.drafts.set(id, { ...before, text: [before?.text ?? '', text].filter((part) => part !== '').join('\n') });
    onClose();
    navigate({ page: 'conversation', id });
  };
  return <Chooser title={t('share.title')} items={open} onClose={onClose} onChoose={(target) => void share(target)} />;
}
