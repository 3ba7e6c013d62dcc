import { useEffect, useRef } from 'preact/hooks';
import { closeTopLayer } from '../../components/navigation/layers';
import { isWide } from './shell-state';

/** On a desktop the list stands beside the screen, and Esc in the list does not concern the screen. */
const besideScreen = ({ target }: KeyboardEvent): boolean => isWide() && target instanceof Element && target.closest('.pane-list') !== null;

/**
 * Esc closes the top layer, wherever the focus is: on touch devices the focus stays below a layer, so that no keyboard opens. Without a
 * layer Esc calls `meaning`, which the mounted screen provides.
 */
export function useEscape(meaning: (event: KeyboardEvent) => void): void {
  const latest = useRef(meaning);
  latest.current = meaning;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // During a composition Esc belongs to the input method.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
      if (closeTopLayer()) event.preventDefault();
      else if (!besideScreen(event)) latest.current(event);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
