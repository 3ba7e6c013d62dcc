import { dialog } from '../state/shell-state';

/** Reads text that other apps share, from the address (the manifest's `share_target`). Call it before the router reads the address. */
export function readSharedText(): void {
  if (location.pathname !== '/share') return;
  const asked = new URLSearchParams(location.search);
  const parts = ['title', 'text', 'url'].flatMap((name) => asked.get(name) ?? []).filter((part) => part !== '');
  history.replaceState(null, '', '/');
  if (parts.length > 0) dialog.value = { kind: 'share', text: [...new Set(parts)].join('\n') };
}
