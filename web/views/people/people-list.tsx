import type { ComponentChildren } from 'preact';
import { byLetter } from '../../find/by-name';

/** Lists of this length have letters above their sections. */
const LETTERS_FROM = 12;

interface PeopleListProps<T> {
  people: readonly T[];
  nameOf: (person: T) => string;
  /** False: keeps the given order, such as the best matches of a search first. */
  byName: boolean;
  row: (person: T) => ComponentChildren;
}

/** People from A to Z. */
export function PeopleList<T>({ people, nameOf, byName, row }: PeopleListProps<T>) {
  if (!byName) return <ul>{people.map(row)}</ul>;
  const sections = byLetter(people, nameOf);
  if (people.length < LETTERS_FROM) return <ul>{sections.flatMap(({ items }) => items.map(row))}</ul>;
  return sections.map(({ letter, items }) => (
    <section key={letter} aria-label={letter}>
      <h3 class="list-letter">{letter}</h3>
      <ul>{items.map(row)}</ul>
    </section>
  ));
}
