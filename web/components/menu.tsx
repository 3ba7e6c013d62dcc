import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../icons/icon';
import type { IconName } from '../icons/paths';
import { useLayer } from './layers';
import { moveFocus } from './roving';

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

interface OpenMenu {
  readonly id: number;
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** A row of emoji above the items. */
  readonly quick?: readonly { readonly label: string; readonly pressed: boolean; readonly onSelect: () => void }[] | undefined;
  readonly at: MenuPlace;
  readonly opener: Element | null;
}

const open = signal<OpenMenu | null>(null);
let nextId = 1;

/** Where a menu belongs: under the element a key or click came from, or at the pointer. */
export function menuPlace(event: MouseEvent | KeyboardEvent, element: Element): MenuPlace {
  if (event instanceof MouseEvent && event.type === 'contextmenu' && (event.clientX !== 0 || event.clientY !== 0))
    return { x: event.clientX, y: event.clientY };
  return element.getBoundingClientRect();
}

/** Shows a menu; there is never more than one. */
export function openMenu(menu: Omit<OpenMenu, 'opener' | 'id'>): void {
  open.value = { ...menu, id: nextId++, opener: document.activeElement };
}

export function closeMenu(): void {
  const opener = open.value?.opener;
  open.value = null;
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
}

/** Mounted once, beside everything else. */
export function MenuHost() {
  const menu = open.value;
  return menu === null ? null : <Menu key={menu.id} menu={menu} />;
}

const EDGE = 8;

function place(element: HTMLElement, at: MenuPlace): void {
  const { offsetWidth: width, offsetHeight: height } = element;
  const rtl = getComputedStyle(element).direction === 'rtl';
  const box = 'width' in at ? at : new DOMRect(at.x, at.y, 0, 0);
  const below = box.bottom + height + EDGE <= innerHeight;
  const top = below ? box.bottom + (box.height > 0 ? 4 : 0) : Math.max(EDGE, Math.min(box.top - height - 4, innerHeight - height - EDGE));
  const alignEnd = box.height > 0 && box.left + width + EDGE > innerWidth;
  const left = alignEnd !== rtl ? box.right - width : box.left;
  element.style.top = `${top}px`;
  element.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
}

function Menu({ menu }: { menu: OpenMenu }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayer(true, closeMenu);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.showPopover();
    place(element, menu.at);
    element.querySelector<HTMLElement>('[role^=menuitem]:not(:disabled)')?.focus({ preventScroll: true });
  }, [menu]);
  const select = (action: () => void) => {
    closeMenu();
    action();
  };
  return (
    <div
      ref={ref}
      class="menu"
      role="menu"
      aria-label={menu.label}
      popover="manual"
      tabIndex={-1}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          closeMenu();
        } else if (moveFocus(event, event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]'), 'both')) event.preventDefault();
      }}
    >
      {/* Catches the click beside the menu, so that it closes the menu and nothing else happens. */}
      <div
        class="menu-shade"
        aria-hidden="true"
        onPointerDown={closeMenu}
        onContextMenu={(event) => {
          event.preventDefault();
          closeMenu();
        }}
      />
      {menu.quick !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: a group inside a menu; a fieldset would not be allowed there.
        <div class="menu-quick" role="group">
          {menu.quick.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitemcheckbox"
              aria-checked={item.pressed}
              tabIndex={-1}
              class="menu-emoji"
              onClick={() => select(item.onSelect)}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
      {menu.items.map((item) => (
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked is set only where the role is menuitemradio.
        <button
          key={item.label}
          type="button"
          tabIndex={-1}
          class={`menu-item${item.danger === true ? ' menu-danger' : ''}${item.apart === true ? ' menu-apart' : ''}`}
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          disabled={item.disabled === true}
          onClick={() => select(item.onSelect)}
        >
          {item.icon !== undefined && <Icon name={item.icon} class="icon-s" />}
          <span class="menu-label">{item.label}</span>
          {item.count !== undefined && item.count > 0 && <span class="chip-count">{item.count}</span>}
          {item.checked === true && <Icon name="check" class="icon-s" />}
        </button>
      ))}
    </div>
  );
}
