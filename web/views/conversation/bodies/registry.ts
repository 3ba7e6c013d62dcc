import type { Body, BodyKind, BodyOf } from '../../../../protocol/bodies';
import type { BodyView, Names, Said } from './body-view';
import { recalledView } from './recalled';
import { systemView } from './system';
import { textView } from './text';
import { unsupportedView } from './unsupported';

/** How each kind of body looks. A kind without a row is a type error; nobody else asks for a kind. */
const VIEWS: { readonly [K in BodyKind]: BodyView<BodyOf<K>> } = {
  text: textView,
  system: systemView,
  recalled: recalledView,
  unsupported: unsupportedView,
};

/** How a body's kind looks. */
export function viewOf<B extends Body>(body: B): BodyView<B> {
  // The row of the body's own kind takes the body; TypeScript does not follow a kind through an index.
  return VIEWS[body.kind] as unknown as BodyView<B>;
}

/** The message as one line. */
export function lineOf(said: Said, names: Names): string {
  return viewOf(said.body).line(said, names);
}
