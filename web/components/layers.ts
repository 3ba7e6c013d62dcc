import { useEffect, useRef } from 'preact/hooks';

/**
 * Dialogs, menus and panels as a stack that the Back button of a phone peels one by one. Every open layer owns a history entry; closing it
 * by other means takes the entry back.
 */
interface Layer {
  readonly close: () => void;
}

const layers: Layer[] = [];
let pendingBack: number | undefined;

const depthOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'layer' in state && typeof state.layer === 'number' ? state.layer : 0;

function scheduleBack(): void {
  if (pendingBack !== undefined) return;
  pendingBack = window.setTimeout(() => {
    pendingBack = undefined;
    const surplus = depthOf(history.state) - layers.length;
    if (surplus > 0) history.go(-surplus);
  });
}

/** Opens a layer; the returned function closes its history entry without calling `close`. */
export function pushLayer(close: () => void): () => void {
  const layer: Layer = { close };
  layers.push(layer);
  if (depthOf(history.state) < layers.length) history.pushState({ layer: layers.length }, '');
  return () => {
    const at = layers.indexOf(layer);
    if (at < 0) return;
    layers.splice(at, 1);
    scheduleBack();
  };
}

/** Follows the history: closes the layers above its depth. Says whether there were any. */
export function peelLayers(state: unknown): boolean {
  const depth = depthOf(state);
  let peeled = false;
  while (layers.length > depth) {
    layers.pop()?.close();
    peeled = true;
  }
  return peeled;
}

/** Whether a navigation must take the place of a layer's history entry instead of adding one. */
export function claimLayerEntry(): boolean {
  const claimed = depthOf(history.state) > 0;
  window.clearTimeout(pendingBack);
  pendingBack = undefined;
  while (layers.length > 0) layers.pop()?.close();
  return claimed;
}

/** Keeps a layer in the history while `open`. */
export function useLayer(open: boolean, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => (open ? pushLayer(() => latest.current()) : undefined), [open]);
}
