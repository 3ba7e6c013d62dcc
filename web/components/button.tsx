import type { ComponentChildren, Ref } from 'preact';
import { Icon } from '../icons/icon';
import type { IconName } from '../icons/paths';

interface ButtonProps {
  children: ComponentChildren;
  onClick?: ((event: MouseEvent) => void) | undefined;
  kind?: 'primary' | 'quiet' | 'soft' | 'danger';
  type?: 'button' | 'submit';
  /** The id of the form to submit, for a button outside of it. */
  form?: string;
  disabled?: boolean;
  /** Work is in progress: the button keeps the focus and ignores clicks. */
  busy?: boolean;
  icon?: IconName | undefined;
  wide?: boolean;
}

const nothing = (event: Event): void => event.preventDefault();

export function Button({
  children,
  onClick,
  kind = 'soft',
  type = 'button',
  form,
  disabled = false,
  busy = false,
  icon,
  wide = false,
}: ButtonProps) {
  return (
    <button
      class={`button button-${kind}${wide ? ' button-wide' : ''}`}
      type={type}
      form={form}
      disabled={disabled}
      aria-busy={busy}
      aria-disabled={busy || undefined}
      onClick={busy ? nothing : onClick}
    >
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
  busy?: boolean;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
  popup?: 'menu' | 'dialog' | undefined;
  tabIndex?: number | undefined;
  buttonRef?: Ref<HTMLButtonElement>;
}

/** A button with an icon; `label` is its accessible name and its tooltip. */
export function IconButton({
  icon,
  label,
  onClick,
  type = 'button',
  class: extra = '',
  disabled = false,
  busy = false,
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
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? nothing : onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
