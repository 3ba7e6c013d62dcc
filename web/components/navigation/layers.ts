import { useEffect, useRef } from 'preact/hooks';

/**
 * A stack of dialogs, menus and panels that a phone's Back button closes one by one. Every open layer owns a history entry; closing it
 * in another way removes the entry.
 */
interface Layer {
  readonly close: Close;
}

/** `leaving`: the screen below closes too, so the layer may keep its state for the next time. */
type Close = (leaving: boolean) => void;

const layers: Layer[] = [];
let pendingBack: number | undefined;
/** The browser is still going back over entries; an entry made before it arrives would be lost. */
let goingBack = false;
/** The depth at which the browser arrives while `goingBack`. */
let arrivalDepth = 0;
/** The last change of history that was asked for while `goingBack`. */
let onArrival: (() => void) | undefined;

const depthOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'layer' in state && typeof state.layer === 'number' ? state.layer : 0;

/** Whether the current history entry belongs to a layer. */
export const isLayerEntry = (): boolean => depthOf(history.state) > 0;

function scheduleBack(): void {
  if (pendingBack !== undefined) return;
  pendingBack = window.setTimeout(() => {
    pendingBack = undefined;
    const surplus = depthOf(history.state) - layers.length;
    if (surplus <= 0) return;
    goingBack = true;
    arrivalDepth = layers.length;
    addEventListener('popstate', arrive, { once: true });
    history.go(-surplus);
  });
}

/** Runs when the browser has arrived: adds an entry for each layer that opened meanwhile. */
function arrive(): void {
  if (!goingBack) return;
  goingBack = false;
  const change = onArrival;
  onArrival = undefined;
  change?.();
  enterHistory();
}

/** Changes the history now or, while the browser is still going back, when it has arrived: until then the change would hit the entry being left. */
export function changeHistory(change: () => void): void {
  if (goingBack) onArrival = change;
  else change();
}

/** Adds the missing history entries, one per layer. */
function enterHistory(): void {
  for (let depth = depthOf(history.state); depth < layers.length; ) history.pushState({ ...history.state, layer: ++depth }, '');
}

/** Opens a layer; the returned function removes its history entry without calling `close`. */
export function pushLayer(close: Close): () => void {
  const layer: Layer = { close };
  layers.push(layer);
  if (!goingBack) enterHistory();
  return () => {
    const at = layers.indexOf(layer);
    if (at < 0) return;
    layers.splice(at, 1);
    scheduleBack();
  };
}

/** Closes the layers above the depth of the current history entry. Returns whether there were any. */
export function closeLayersAbove(): boolean {
  arrive();
  const depth = depthOf(history.state);
  let closedAny = false;
  while (layers.length > depth) {
    layers.pop()?.close(false);
    closedAny = true;
  }
  return closedAny;
}

/** Closes the top layer, for Esc. Returns whether there was one. */
export function closeTopLayer(): boolean {
  const top = layers.at(-1);
  top?.close(false);
  return top !== undefined;
}

/** Closes all layers because the user leaves the screen below them; returns how many history entries they own now. */
export function leaveLayers(): number {
  window.clearTimeout(pendingBack);
  pendingBack = undefined;
  while (layers.length > 0) layers.pop()?.close(true);
  return depthOf(history.state);
}

/** How many entries a step back from the screen must cover, once its layers are left: those that the browser is leaving already do not count. */
export function leaveLayersBack(): number {
  const entries = leaveLayers();
  return goingBack ? arrivalDepth : entries;
}

/** Adds a layer to the history while `open`. */
export function useLayer(open: boolean, close: Close): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => (open ? pushLayer((leaving) => latest.current(leaving)) : undefined), [open]);
}
