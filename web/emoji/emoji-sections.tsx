import { memo } from '../components/memo';
import { type Key, t } from '../i18n/i18n';

interface Cell {
  readonly emoji: string;
  readonly name: string;
}

interface CellsProps<T extends Cell> {
  list: readonly T[];
  /** The emoji in the chosen tone. */
  shown: (item: T) => string;
  onPick: (emoji: string) => void;
}

type SectionId = Key extends infer K ? (K extends `emoji.${infer Id}` ? Id : never) : never;

export function Section<T extends Cell>({ id, list, shown, onPick }: CellsProps<T> & { id: SectionId }) {
  return (
    <section class="emoji-section" data-group={id} aria-label={t(`emoji.${id}`)} style={{ '--rows': String(Math.ceil(list.length / 8)) }}>
      <h3 class="list-section">{t(`emoji.${id}`)}</h3>
      <Cells list={list} shown={shown} onPick={onPick} />
    </section>
  );
}

export function Cells<T extends Cell>({ list, shown, onPick }: CellsProps<T>) {
  return (
    // One listener for all; a closure per cell would be most of the cost of opening.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the cells are buttons, which turn Enter and Space into clicks.
    // biome-ignore lint/a11y/noStaticElementInteractions: the element only listens for its buttons.
    <div
      class="emoji-grid"
      onClick={(event) => {
        const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.emoji-cell') : null;
        if (cell?.textContent) onPick(cell.textContent);
      }}
    >
      {list.map((item) => (
        <CellView key={item.emoji} emoji={shown(item)} name={item.name} />
      ))}
    </div>
  );
}

const CellView = memo(({ emoji, name }: Cell) => (
  <button type="button" class="emoji-cell" tabIndex={-1} aria-label={name.replaceAll('_', ' ')} title={`:${name}:`}>
    {emoji}
  </button>
));
