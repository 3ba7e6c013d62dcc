import { signal } from '@preact/signals';
import type { IconName } from '../../icons/paths';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly checked?: boolean | undefined;
  /** How many wait there. */
  readonly count?: number;
  /** Draws a line above. */
  readonly apart?: boolean;
  readonly onSelect: () => void;
}

/** At the pointer, or beside what was pressed. */
export type MenuPlace = { readonly x: number; readonly y: number } | DOMRect;

export interface OpenMenu {
  readonly id: number;
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** A row of emoji above the items. */
  readonly quick?: readonly { readonly label: string; readonly pressed: boolean; readonly onSelect: () => void }[] | undefined;
  readonly at: MenuPlace;
  readonly opener: Element | null;
}

/** The menu that is shown. */
export const shownMenu = signal<OpenMenu | null>(null);
let nextId = 1;

/** Where a menu belongs: under the element a key or click came from, or at the pointer. */
export function menuPlace(event: MouseEvent | KeyboardEvent, element: Element): MenuPlace {
  if (event instanceof MouseEvent && event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0))
    return { x: event.clientX, y: event.clientY };
  return element.getBoundingClientRect();
}

/** Shows a menu; there is never more than one. */
export function openMenu(menu: Omit<OpenMenu, 'opener' | 'id'>): void {
  shownMenu.value = { ...menu, id: nextId++, opener: document.activeElement };
}

export function closeMenu(): void {
  const opener = shownMenu.value?.opener;
  shownMenu.value = null;
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}
