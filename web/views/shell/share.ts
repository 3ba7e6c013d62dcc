import { dialog } from '../state/shell-state';

/** What other apps share arrives in the address (the manifest's `share_target`); called before the router reads it. */
export function takeShared(): void {
  if (location.pathname !== '/share') return;
  const asked = new URLSearchParams(location.search);
  const parts = ['title', 'text', 'url'].flatMap((name) => asked.get(name) ?? []).filter((part) => part !== '');
  history.replaceState(null, '', '/');
  if (parts.length > 0) dialog.value = { kind: 'share', text: [...new Set(parts)].join('\n') };
}
