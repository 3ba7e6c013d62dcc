import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { lazy } from './lazy';
import type { Art } from './scenes';

const Scene = lazy(async () => (await import('./scenes')).Scene);

/** An empty pane: what it is for, and one next step. */
export function Empty({
  art,
  title,
  hint,
  children,
}: {
  art: Art;
  title: ComponentChildren;
  hint?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <svg class="empty-art" viewBox="0 0 152 112" aria-hidden="true" focusable="false">
        <Scene art={art} />
      </svg>
      <p class="empty-title">{title}</p>
      {hint !== undefined && <p>{hint}</p>}
      {children}
    </div>
  );
}

const SKELETON_DELAY_MS = 200;

/** Shows its children only if the wait is long enough to notice. */
export function Delayed({ children }: { children: ComponentChildren }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), SKELETON_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return <>{late && children}</>;
}
