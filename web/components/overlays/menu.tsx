import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../icons/icon';
import { useLayer } from '../navigation/layers';
import { moveFocus } from '../roving';
import { closeMenu, type MenuPlace, type OpenMenu, shownMenu } from './open-menu';
import { place } from './place';

/** Mounted once, at the root. */
export function MenuHost() {
  const menu = shownMenu.value;
  return menu === null ? null : <Menu key={menu.id} menu={menu} />;
}

function placeMenu(element: HTMLElement, at: MenuPlace): void {
  const box = 'width' in at ? at : new DOMRect(at.x, at.y, 0, 0);
  place(element, box, { side: 'below', align: 'start', gap: box.height > 0 ? 4 : 0 });
}

function Menu({ menu }: { menu: OpenMenu }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayer(true, closeMenu);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    element.showPopover();
    placeMenu(element, menu.at);
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
      {/* Catches the click beside the menu, so that it only closes the menu. */}
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
