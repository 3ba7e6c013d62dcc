import { type ComponentChildren, Fragment } from 'preact';
import { type Key, type Params, textParts } from './i18n';

/** A text of the dictionary whose placeholders are filled with elements: `<Sentence text="…" slots={{ name: <bdi>…</bdi> }} />`. */
export function Sentence({ text, slots, params = {} }: { text: Key; slots: Readonly<Record<string, ComponentChildren>>; params?: Params }) {
  const parts = textParts(text, params, Object.keys(slots));
  return (
    <>
      {parts.map((part, i) => (
        // Parts are positional: nothing in them has an identity of its own.
        <Fragment key={i}>{'text' in part ? part.text : slots[part.slot]}</Fragment>
      ))}
    </>
  );
}
