import { hueOf } from '../../protocol/hue';
import { initialsOf } from './initials';

/** Initials on a hue that belongs to the id: the same person looks the same everywhere. Decorative; the name stands beside it. */
export function Avatar({ id, name, hue, size = 'm', online = false }: AvatarProps) {
  return (
    <span class={`avatar avatar-${size}`} style={{ '--avatar-hue': String(hue ?? hueOf(id)) }} aria-hidden="true">
      {/* Drawn by the style sheet: the initials are a picture, not text to be found, copied or read aloud. */}
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
