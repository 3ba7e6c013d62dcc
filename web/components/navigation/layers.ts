import { useEffect, useRef } from 'preact/hooks';

/**
 * Dialogs, menus and panels as a stack that the Back button of a phone peels one by one. Every open layer owns a history entry; closing it
 * by other means takes the entry back.
 */
interface Layer {
  readonly close: Close;
}

/** `leaving`: the screen below goes too, so that what it keeps for the next time may stay as it is. */
type Close = (leaving: boolean) => void;

const layers: Layer[] = [];
let pendingBack: number | undefined;
/** The browser is on its way back over entries: until it arrives, an entry made now would be lost. */
let walking = false;

const depthOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'layer' in state && typeof state.layer === 'number' ? state.layer : 0;

function scheduleBack(): void {
  if (pendingBack !== undefined) return;
  pendingBack = window.setTimeout(() => {
    pendingBack = undefined;
    const surplus = depthOf(history.state) - layers.length;
    if (surplus <= 0) return;
    walking = true;
    addEventListener('popstate', arrive, { once: true });
    history.go(-surplus);
  });
}

/** The browser has come back: what opened meanwhile gets its entry. */
function arrive(): void {
  if (!walking) return;
  walking = false;
  enterHistory();
}

/** Gives every layer its history entry. */
function enterHistory(): void {
  for (let depth = depthOf(history.state); depth < layers.length; ) history.pushState({ ...history.state, layer: ++depth }, '');
}

/** Opens a layer; the returned function closes its history entry without calling `close`. */
export function pushLayer(close: Close): () => void {
  const layer: Layer = { close };
  layers.push(layer);
  if (!walking) enterHistory();
  return () => {
    const at = layers.indexOf(layer);
    if (at < 0) return;
    layers.splice(at, 1);
    scheduleBack();
  };
}

/** Follows the history: closes the layers above its depth. Says whether there were any. */
export function peelLayers(): boolean {
  arrive();
  const depth = depthOf(history.state);
  let peeled = false;
  while (layers.length > depth) {
    layers.pop()?.close(false);
    peeled = true;
  }
  return peeled;
}

/** Closes what lies on top, for Esc. Says whether anything did. */
export function closeTopLayer(): boolean {
  const top = layers.at(-1);
  top?.close(false);
  return top !== undefined;
}

/** Closes all layers because the screen below them is left; says how many history entries are theirs. */
export function leaveLayers(): number {
  window.clearTimeout(pendingBack);
  pendingBack = undefined;
  while (layers.length > 0) layers.pop()?.close(true);
  return depthOf(history.state);
}

/** Keeps a layer in the history while `open`. */
export function useLayer(open: boolean, close: Close): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => (open ? pushLayer((leaving) => latest.current(leaving)) : undefined), [open]);
}
