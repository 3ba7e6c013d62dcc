import type { ComponentChildren, Ref } from 'preact';
import { Icon } from '../icons/icon';
import type { IconName } from '../icons/paths';

interface ButtonProps {
  children: ComponentChildren;
  onClick?: ((event: MouseEvent) => void) | undefined;
  kind?: 'primary' | 'quiet' | 'soft' | 'danger';
  type?: 'button' | 'submit';
  disabled?: boolean;
  busy?: boolean;
  icon?: IconName | undefined;
  wide?: boolean;
}

export function Button({
  children,
  onClick,
  kind = 'soft',
  type = 'button',
  disabled = false,
  busy = false,
  icon,
  wide = false,
}: ButtonProps) {
  return (
    <button class={`button button-${kind}${wide ? ' button-wide' : ''}`} type={type} disabled={disabled} aria-busy={busy} onClick={onClick}>
      {icon !== undefined && <Icon name={icon} class="icon-s" />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps {
  icon: IconName;
  label: string;
  onClick?: ((event: MouseEvent & { currentTarget: HTMLButtonElement }) => void) | undefined;
  type?: 'button' | 'submit';
  class?: string;
  disabled?: boolean;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
  popup?: 'menu' | 'dialog' | undefined;
  tabIndex?: number | undefined;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A drawing that does something; its label is both its accessible name and its tooltip. */
export function IconButton({
  icon,
  label,
  onClick,
  type = 'button',
  class: extra = '',
  disabled = false,
  pressed,
  expanded,
  popup,
  tabIndex,
  buttonRef = null,
}: IconButtonProps) {
  return (
    <button
      ref={buttonRef}
      class={`icon-button ${extra}`}
      type={type}
      aria-label={label}
      data-tip={label}
      disabled={disabled}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-haspopup={popup}
      tabIndex={tabIndex}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
