import { type ComponentType, type FunctionComponent, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { toast } from '../overlays/toast';

interface LazyOptions {
  /** Starts fetching the code, so that it is usually there when the view first renders. */
  readonly eager?: boolean;
  /** Shown while the code is on its way. */
  readonly Waiting?: ComponentType<object>;
}

/** A view whose code is fetched on first render. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { eager = false, Waiting }: LazyOptions = {},
): FunctionComponent<P> {
  let loaded: ComponentType<P> | null = null;
  const fetched = async () => (loaded = await load());
  // The view fetches again when it renders, and reports a failure then.
  if (eager) void fetched().catch(() => undefined);
  return function Lazy(props: P) {
    const [View, setView] = useState<ComponentType<P> | null>(() => loaded);
    useEffect(() => {
      if (View !== null) return;
      let gone = false;
      fetched().then(
        (view) => {
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
    if (View !== null) return h(View as ComponentType<object>, props);
    return Waiting === undefined ? null : h(Waiting, null);
  };
}
