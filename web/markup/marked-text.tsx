import { useMemo } from 'preact/hooks';
import { tokenize } from './blocks';
import { Markup } from './markup-view';

const nobody = () => undefined;

/** A text outside of conversations, such as an announcement, with the marks and links of a message. */
export function MarkedText({ text, class: name }: { text: string; class: string }) {
  const blocks = useMemo(() => tokenize(text), [text]);
  return (
    <div class={`marked-text ${name}`} dir="auto">
      <Markup blocks={blocks} onMention={nobody} tabbable />
    </div>
  );
}
