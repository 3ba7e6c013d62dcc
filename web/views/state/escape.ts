import { useEffect, useRef } from 'preact/hooks';
import { closeTopLayer } from '../../components/navigation/layers';
import { isWide } from './shell-state';

/** On a desktop the list stands beside the screen: Esc there is not about the screen. */
const besideScreen = ({ target }: KeyboardEvent): boolean => isWide() && target instanceof Element && target.closest('.pane-list') !== null;

/**
 * Esc closes what lies on top, wherever the focus is: on touch devices it stays below a layer, so that no keyboard jumps up. Without a
 * layer it means `meaning`, what the mounted screen makes of it.
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
