import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLayer } from '../components/layers';
import { moveFocus, nextIndex } from '../components/roving';
import { t } from '../i18n/i18n';
import type { OpenPicker } from '../views/conversation/open-emoji';
import { SearchField } from '../views/inbox/search-field';
import { EMOJI, type EmojiGroup, GROUPS } from './data';
import './emoji.css';
import { recentEmoji, rememberEmoji } from './recent';
import { searchEmoji } from './search';

const EDGE = 8;
const COLUMNS = 8;

function place(panel: HTMLElement, at: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = panel;
  const top = at.top - height - EDGE >= EDGE ? at.top - height - EDGE : at.bottom + EDGE;
  panel.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE))}px`;
}

/** All emoji with a search; a choice is given to whoever opened it. */
export function EmojiPicker({ open, onClose }: { open: OpenPicker; onClose: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [recent] = useState(recentEmoji);
  useLayer(true, onClose);
  useLayoutEffect(() => {
    const element = panel.current;
    const opener = document.activeElement;
    if (element === null) return;
    element.showPopover();
    place(element, open.at);
    if (!matchMedia('(pointer: coarse)').matches) element.querySelector('input')?.focus({ preventScroll: true });
    return () => {
      if (element.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [open]);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onClose();
    open.onPick(emoji);
  };
  const found = query.trim() === '' ? null : searchEmoji(query);
  return (
    <div
      ref={panel}
      class="menu emoji-panel"
      popover="manual"
      role="dialog"
      aria-label={t('composer.emoji')}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        } else if (moveAmongEmoji(event)) event.preventDefault();
      }}
    >
      <div class="menu-shade" aria-hidden="true" onPointerDown={onClose} />
      <SearchField
        value={query}
        label={t('emoji.search')}
        onInput={setQuery}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return;
          const best = found?.[0];
          if (event.key === 'Enter' && best !== undefined) {
            event.preventDefault();
            pick(best.emoji);
          } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            panel.current?.querySelector<HTMLElement>('.emoji-cell')?.focus();
          }
        }}
      />
      <div class="emoji-body scroll">
        {found !== null && found.length === 0 && <p class="picker-none">{t('emoji.none')}</p>}
        {found !== null && <Cells list={found} onPick={pick} />}
        {found === null && recent.length > 0 && (
          <Section id="recent" list={recent.map((emoji) => ({ emoji, name: emoji }))} onPick={pick} />
        )}
        {found === null &&
          GROUPS.map((group) => <Section key={group} id={group} list={EMOJI.filter((one) => one.group === group)} onPick={pick} />)}
      </div>
    </div>
  );
}

interface Cell {
  readonly emoji: string;
  readonly name: string;
}

function Section({ id, list, onPick }: { id: EmojiGroup | 'recent'; list: readonly Cell[]; onPick: (emoji: string) => void }) {
  return (
    <section aria-label={t(`emoji.${id}`)}>
      <h3 class="list-section">{t(`emoji.${id}`)}</h3>
      <Cells list={list} onPick={onPick} />
    </section>
  );
}

function Cells({ list, onPick }: { list: readonly Cell[]; onPick: (emoji: string) => void }) {
  return (
    <div class="emoji-grid">
      {list.map(({ emoji, name }) => (
        <button
          key={emoji}
          type="button"
          class="emoji-cell"
          aria-label={name.replaceAll('_', ' ')}
          title={`:${name}:`}
          onClick={() => onPick(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}

/** Arrows among the cells: sideways by one, up and down by a row. */
function moveAmongEmoji(event: KeyboardEvent & { currentTarget: HTMLElement }): boolean {
  if (!(event.target instanceof HTMLButtonElement) || !event.target.classList.contains('emoji-cell')) return false;
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>('.emoji-cell')];
  const from = cells.indexOf(event.target);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const to = from + (event.key === 'ArrowDown' ? COLUMNS : -COLUMNS);
    if (to < 0) event.currentTarget.querySelector('input')?.focus();
    else cells[Math.min(to, cells.length - 1)]?.focus();
    return true;
  }
  return nextIndex(event.key, from, cells.length, 'horizontal') !== undefined && moveFocus(event, cells, 'horizontal');
}
