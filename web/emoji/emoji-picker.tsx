import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { IconButton } from '../components/button';
import { useLayer } from '../components/navigation/layers';
import { place } from '../components/overlays/place';
import { toast } from '../components/overlays/toast';
import { moveFocus, nextIndex } from '../components/roving';
import { SearchField } from '../components/search-field';
import { locale, t } from '../i18n/i18n';
import { isTouch } from '../platform/pointer';
import { type Emoji, emojiSet, GROUPS, loadEmoji } from './data';
import type { OpenPicker } from './open-emoji';
import './emoji.css';
import { Cells, Section } from './emoji-sections';
import { recentEmoji, rememberEmoji } from './recent';
import { searchEmoji } from './search';
import { supportedVersion } from './support';
import { keepTone, keptTone, TONES, toned } from './tone';

const COLUMNS = 8;

/** All emoji that this system can draw, with a search; passes the choice to the code that opened it. */
export function EmojiPicker({ open, onClose }: { open: OpenPicker; onClose: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [recent, setRecent] = useState(recentEmoji);
  const [tone, setTone] = useState(keptTone);
  const [drawn] = useState(supportedVersion);
  const set = emojiSet.value;
  const all = useMemo(() => (set ?? []).filter(({ version }) => version <= drawn), [set, drawn]);
  const language = locale();
  const groups = useGroups(set !== null);
  useEffect(() => {
    loadEmoji(language).catch(() => {
      toast(t('error.offline'), { kind: 'error' });
      onClose();
    });
  }, [language]);
  useLayoutEffect(() => {
    const element = panel.current;
    const opener = document.activeElement;
    if (element === null) return;
    element.showPopover();
    place(element, open.at, { side: 'above', align: 'start', gap: 8 });
    if (!isTouch()) element.querySelector('input')?.focus({ preventScroll: true });
    return () => {
      if (element.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, [open]);
  useEffect(() => (isTouch() ? whenKeyboardOpens(panel, onClose) : undefined), []);
  const done = () => {
    onClose();
    open.onDone?.();
  };
  useLayer(true, (leaving) => (leaving ? onClose() : done()));
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    if (open.choices === 'once') done();
    open.onPick(emoji);
  };
  /**
   * Records a choice from the groups or a search. A choice from the recent ones keeps their order until the next opening, so that none
   * moves under the finger.
   */
  const pickNew = (emoji: string) => {
    pick(emoji);
    if (open.choices === 'many') setRecent(recentEmoji());
  };
  const shown = (entry: Emoji) => (entry.toned ? toned(entry.emoji, tone) : entry.emoji);
  const found = query.trim() === '' ? null : searchEmoji(all, query);
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
          done();
        } else if (moveAmongEmoji(event)) event.preventDefault();
      }}
    >
      <div class={`menu-shade${open.choices === 'many' ? ' emoji-shade' : ''}`} aria-hidden="true" onPointerDown={done} />
      <div class="emoji-head">
        <SearchField
          value={query}
          label={t('emoji.search')}
          onInput={setQuery}
          onKeyDown={(event) => {
            if (event.isComposing || event.keyCode === 229) return;
            const best = found?.[0];
            if (event.key === 'Enter' && best !== undefined) {
              event.preventDefault();
              pickNew(shown(best));
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              panel.current?.querySelector<HTMLElement>('.emoji-cell')?.focus();
            }
          }}
        />
        <IconButton icon="close" label={t('common.close')} onClick={done} />
      </div>
      <div class="emoji-body scroll">
        {set === null && <span class="spinner" role="status" aria-label={t('common.loading')} />}
        {set !== null && found !== null && found.length === 0 && <p class="picker-none">{t('emoji.none')}</p>}
        {found !== null && <Cells list={found} shown={shown} onPick={pickNew} />}
        {found === null && recent.length > 0 && (
          <Section id="recent" list={recent.map((emoji) => ({ emoji, name: emoji }))} shown={({ emoji }) => emoji} onPick={pick} />
        )}
        {found === null &&
          set !== null &&
          GROUPS.slice(0, groups.count).map(([id, number]) => (
            <Section key={id} id={id} list={all.filter(({ group }) => group === number)} shown={shown} onPick={pickNew} />
          ))}
      </div>
      <footer class="emoji-foot">
        <div class="emoji-tabs" role="toolbar" aria-label={t('emoji.groups')}>
          {GROUPS.map(([id, , sign]) => (
            <button
              key={id}
              type="button"
              class="emoji-tab"
              aria-label={t(`emoji.${id}`)}
              data-tip={t(`emoji.${id}`)}
              onClick={() => {
                setQuery('');
                groups.showAll();
                requestAnimationFrame(() => panel.current?.querySelector(`[data-group=${id}]`)?.scrollIntoView({ block: 'start' }));
              }}
            >
              {sign}
            </button>
          ))}
        </div>
        <fieldset class="emoji-tones">
          <legend class="sr-only">{t('emoji.tone')}</legend>
          {TONES.map((option) => (
            <label key={option} class="emoji-tone" data-tone={option}>
              <input
                type="radio"
                name="emoji-tone"
                aria-label={t(`emoji.tone.${option}`)}
                checked={option === tone}
                onChange={() => {
                  setTone(option);
                  keepTone(option);
                }}
              />
            </label>
          ))}
        </fieldset>
      </footer>
    </div>
  );
}

/**
 * Closes the picker when a text field outside gets the focus: on a phone the keyboard takes its place. Returns a function that stops it.
 */
function whenKeyboardOpens(panel: RefObject<HTMLElement | null>, close: () => void): () => void {
  const focused = ({ target }: FocusEvent) => {
    if (target instanceof HTMLTextAreaElement && panel.current?.contains(target) === false) close();
  };
  document.addEventListener('focusin', focused);
  return () => document.removeEventListener('focusin', focused);
}

/** How many groups to draw: the visible ones first, the others when the browser is idle. */
function useGroups(ready: boolean): { count: number; showAll: () => void } {
  const [count, setCount] = useState(1);
  useEffect(() => {
    if (!ready || count >= GROUPS.length) return;
    const timer = window.setTimeout(() => setCount(count + 1), 60);
    return () => window.clearTimeout(timer);
  }, [ready, count]);
  return { count, showAll: () => setCount(GROUPS.length) };
}

/** Moves the focus among the cells: left and right by one, up and down by a row. */
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
