import { type ComponentChildren, Fragment } from 'preact';
import { type Key, type Params, textParts } from './i18n';

/** A dictionary text with elements in its placeholders: `<Sentence text="…" slots={{ name: <bdi>…</bdi> }} />`. */
export function Sentence({ text, slots, params = {} }: { text: Key; slots: Readonly<Record<string, ComponentChildren>>; params?: Params }) {
  const parts = textParts(text, params, Object.keys(slots));
  return (
    <>
      {parts.map((part, i) => (
        // Parts are positional and have no identity of their own.
        <Fragment key={i}>{'text' in part ? part.text : slots[part.slot]}</Fragment>
      ))}
    </>
  );
}
