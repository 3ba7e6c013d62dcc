import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from '../../../components/avatar';
import { type Key, t } from '../../../i18n/i18n';

/** A completion: replaces the text from `from` to the caret. */
export type Suggestion =
  | {
      readonly kind: 'member';
      readonly id: string;
      readonly name: string;
      /** The person's own name, if the user's nickname for them differs. */
      readonly note?: string | undefined;
      readonly hue: number;
      readonly from: number;
      readonly insert: string;
    }
  | { readonly kind: 'everyone'; readonly name: string; readonly from: number; readonly insert: string }
  | { readonly kind: 'command'; readonly name: string; readonly hint: string; readonly from: number; readonly insert: string }
  | { readonly kind: 'emoji'; readonly emoji: string; readonly name: string; readonly from: number; readonly insert: string };

const LABELS: Record<Suggestion['kind'], Key> = {
  member: 'composer.mentionList',
  everyone: 'composer.mentionList',
  command: 'composer.commandList',
  emoji: 'composer.emojiList',
};

interface SuggestListProps {
  items: readonly Suggestion[];
  picked: number;
  onPick: (suggestion: Suggestion) => void;
}

/** The list above the composer; the caret stays in the field, which refers to the selected entry. */
export function SuggestList({ items, picked, onPick }: SuggestListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[picked]?.scrollIntoView({ block: 'nearest' }), [picked]);
  return (
    <div ref={list} class="suggest" role="listbox" id="composer-suggestions" aria-label={t(LABELS[items[0]?.kind ?? 'member'])}>
      {items.map((item, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that keeps the focus handles the keys.
        // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant reaches it.
        <div
          key={item.kind === 'member' ? item.id : item.insert}
          id={`suggestion-${i}`}
          class="suggest-item"
          role="option"
          aria-selected={i === picked}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(item)}
        >
          {item.kind === 'emoji' && <span class="suggest-emoji">{item.emoji}</span>}
          {item.kind === 'member' && <Avatar id={item.id} name={item.name} hue={item.hue} size="s" />}
          {item.kind === 'everyone' && <Avatar id="everyone" name="@" size="s" />}
          <bdi class={item.kind === 'command' ? 'suggest-command' : 'truncate'}>{item.name}</bdi>
          {item.kind === 'member' && item.note !== undefined && <bdi class="action-value truncate">{item.note}</bdi>}
          {item.kind === 'command' && <span class="suggest-hint truncate">{item.hint}</span>}
        </div>
      ))}
    </div>
  );
}
