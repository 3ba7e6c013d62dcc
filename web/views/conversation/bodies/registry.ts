import type { Body, BodyKind, BodyOf } from '../../../../protocol/bodies';
import type { BodyView, LineInput, Names } from './body-view';
import { recalledView } from './recalled';
import { systemView } from './system';
import { textView } from './text';
import { unsupportedView } from './unsupported';

/** The view of each kind of body. A kind without a row is a type error; no other module checks for a kind. */
const VIEWS: { readonly [K in BodyKind]: BodyView<BodyOf<K>> } = {
  text: textView,
  system: systemView,
  recalled: recalledView,
  unsupported: unsupportedView,
};

/** The view of a body. */
export function viewOf<B extends Body>(body: B): BodyView<B> {
  // The kind selects the row that accepts the body; TypeScript does not follow a kind through an index.
  return VIEWS[body.kind] as unknown as BodyView<B>;
}

/** The message as one line. */
export function lineOf(message: LineInput, names: Names): string {
  return viewOf(message.body).line(message, names);
}
