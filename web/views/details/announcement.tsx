import { useMemo } from 'preact/hooks';
import { tokenize } from '../../markup/blocks';
import { Markup } from '../../markup/markup-view';

const nobody = () => undefined;

/** What a group's admins announce, with its marks and links, as in a message. */
export function Announcement({ text }: { text: string }) {
  const blocks = useMemo(() => tokenize(text), [text]);
  return (
    <div class="announcement" dir="auto">
      <Markup blocks={blocks} onMention={nobody} tabbable />
    </div>
  );
}
