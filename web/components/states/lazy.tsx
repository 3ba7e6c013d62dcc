import { type ComponentType, type FunctionComponent, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { toast } from '../overlays/toast';

/** A view whose code is fetched when it is first shown. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): FunctionComponent<P> {
  let loaded: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [View, setView] = useState<ComponentType<P> | null>(() => loaded);
    useEffect(() => {
      if (loaded !== null) return;
      let gone = false;
      load().then(
        (view) => {
          loaded = view;
          if (!gone) setView(() => view);
        },
        () => {
          if (!gone) toast(t('error.offline'), { kind: 'error' });
        },
      );
      return () => {
        gone = true;
      };
    }, []);
    return View === null ? null : h(View as ComponentType<object>, props);
  };
}
