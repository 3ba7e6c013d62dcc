import { signal } from '@preact/signals';
import type { IconName } from '../../icons/paths';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly checked?: boolean | undefined;
  /** A count shown beside the label. */
  readonly count?: number;
  /** Draws a separator above the item. */
  readonly apart?: boolean;
  readonly onSelect: () => void;
}

/** Opens at the pointer, or beside the pressed element. */
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

/** The open menu. */
export const shownMenu = signal<OpenMenu | null>(null);
let nextId = 1;

/** Where to open a menu: below the element that received the key or click, or at the pointer. */
export function menuPlace(event: MouseEvent | KeyboardEvent, element: Element): MenuPlace {
  if (event instanceof MouseEvent && event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0))
    return { x: event.clientX, y: event.clientY };
  return element.getBoundingClientRect();
}

/** Opens a menu and closes any other. */
export function openMenu(menu: Omit<OpenMenu, 'opener' | 'id'>): void {
  shownMenu.value = { ...menu, id: nextId++, opener: document.activeElement };
}

export function closeMenu(): void {
  const opener = shownMenu.value?.opener;
  shownMenu.value = null;
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}
