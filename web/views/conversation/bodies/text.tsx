import { useMemo, useState } from 'preact/hooks';
import type { TextBody } from '../../../../protocol/bodies';
import { t } from '../../../i18n/i18n';
import { Sentence } from '../../../i18n/sentence';
import { isLoneEmoji, tokenize } from '../../../markup/blocks';
import { Markup } from '../../../markup/markup-view';
import { mentionedPeople, plainLineOf } from '../../../markup/mentions';
import type { ConversationContext } from '../context/conversation-context';
import type { BodyView } from './body-view';
import { copyText } from './copy-text';

const FOLD_LINES = 25;
const FOLD_CHARS = 1600;

function isLong(text: string): boolean {
  if (text.length > FOLD_CHARS) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines > FOLD_LINES;
}

/** The text with its marks; a very long one is folded until the reader expands it. */
export function TextView({ body, context }: { body: TextBody; context: Pick<ConversationContext, 'nameOf' | 'people' | 'openProfile'> }) {
  const { text } = body;
  const people = mentionedPeople(body, context.nameOf, context.people());
  // The list is a new object each time, but its content seldom changes.
  const key = people.map(({ userId, name, shown }) => `${userId} ${name} ${shown ?? ''}`).join('\n');
  const blocks = useMemo(() => tokenize(text, people), [text, key]);
  const [open, setOpen] = useState(false);
  const long = isLong(text);
  return (
    <>
      {body.forwardedFrom !== undefined && (
        <span class="forwarded">
          <Sentence text="message.forwarded" slots={{ name: <bdi>{body.forwardedFrom.name}</bdi> }} />
        </span>
      )}
      <div class={`body${long && !open ? ' body-folded' : ''}`} dir="auto">
        <Markup blocks={blocks} onMention={context.openProfile} onCopy={(code) => void copyText(code)} />
      </div>
      {long && (
        <button type="button" class="fold" tabIndex={-1} onClick={() => setOpen(!open)}>
          {open ? t('message.collapse') : t('message.expand')}
        </button>
      )}
    </>
  );
}

const LINE_PX = 22;
const LINE_CHARS = 44;
const LINES_MAX = 24;

export const textView: BodyView<TextBody> = {
  View: TextView,
  line: ({ body }, { nameOf, people }) => plainLineOf(body, nameOf, people?.()),
  height: ({ text }) => Math.min(LINES_MAX, Math.ceil(text.length / LINE_CHARS)) * LINE_PX,
  isBare: ({ text, forwardedFrom }) => forwardedFrom === undefined && isLoneEmoji(text),
};
