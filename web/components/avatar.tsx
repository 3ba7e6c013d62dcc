import { hueOf } from '../../protocol/hue';
import { initialsOf } from './initials';

/** Initials on a hue derived from the id, so that a person looks the same everywhere. Decorative: the name stands beside it. */
export function Avatar({ id, name, hue, size = 'm', online = false }: AvatarProps) {
  return (
    <span class={`avatar avatar-${size}`} style={{ '--avatar-hue': String(hue ?? hueOf(id)) }} aria-hidden="true">
      {/* The style sheet draws the initials, so that nobody finds, copies or hears them as text. */}
      <span class="avatar-text" data-initials={initialsOf(name)} />
      {online && <span class="avatar-online" />}
    </span>
  );
}

interface AvatarProps {
  id: string;
  name: string;
  hue?: number | undefined;
  size?: 'xs' | 's' | 'm' | 'l' | 'xl';
  online?: boolean;
}
