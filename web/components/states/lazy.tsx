import { type ComponentType, type FunctionComponent, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import { toast } from '../overlays/toast';

interface LazyOptions {
  /** Starts to fetch the code now, so that it is usually there when the view is first shown. */
  readonly eager?: boolean;
  /** What stands in the view's place while its code is fetched. */
  readonly Waiting?: ComponentType<object>;
}

/** A view whose code is fetched when it is first shown. */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { eager = false, Waiting }: LazyOptions = {},
): FunctionComponent<P> {
  let loaded: ComponentType<P> | null = null;
  const fetched = async () => (loaded = await load());
  // A failure is told when the view is shown, which fetches again.
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
