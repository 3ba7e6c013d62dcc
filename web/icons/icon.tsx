import { ICON_PATHS, type IconName } from './paths';

/** A decorative icon in the colour of its text; the control around it carries the label. */
export function Icon({ name, class: extra = '' }: { name: IconName; class?: string | undefined }) {
  return (
    <svg class={`icon ${extra}`} viewBox="0 0 24 24" data-icon={name} aria-hidden="true" focusable="false">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
