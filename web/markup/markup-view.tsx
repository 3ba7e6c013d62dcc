import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { t } from '../i18n/i18n';
import { Icon } from '../icons/icon';
import { mirrored } from './plain';
import { type Block, type CodeBlock, type Inline, isCodeBlock } from './tokens';

interface MarkupProps {
  blocks: readonly Block[];
  onMention: (userId: string) => void;
  /** Enables the copy button of code blocks. */
  onCopy?: ((text: string) => void) | undefined;
  /** Tab reaches the links and buttons. In a message the keys of its row reach them instead. */
  tabbable?: boolean;
}

const TabIndex = createContext(-1);

/** The tokens of a message as elements; the page contains the delimiters invisibly, so that copying gives the text as written. */
export function Markup({ blocks, onMention, onCopy, tabbable = false }: MarkupProps) {
  return (
    <TabIndex.Provider value={tabbable ? 0 : -1}>
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} onMention={onMention} onCopy={onCopy} />
      ))}
    </TabIndex.Provider>
  );
}

function Mark({ text }: { text: string }) {
  return text === '' ? null : <span class="mark">{text}</span>;
}

function CodeView({ block, onCopy }: { block: CodeBlock; onCopy?: MarkupProps['onCopy'] }) {
  const { before, open, text, close, info } = block;
  return (
    <>
      <Mark text={before + open} />
      {info !== undefined && <span class="code-info">{info}</span>}
      <pre class="code-block" dir="ltr">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a sideways scroller must be reachable by keyboard. */}
        <code tabIndex={0}>{text}</code>
        {onCopy !== undefined && (
          <button
            type="button"
            class="code-copy"
            tabIndex={-1}
            aria-label={t('message.copyCode')}
            data-tip={t('message.copyCode')}
            onClick={() => onCopy(text)}
          >
            <Icon name="copy" class="icon-s" />
          </button>
        )}
      </pre>
      <Mark text={close} />
    </>
  );
}

function BlockView({ block, onMention, onCopy }: Pick<MarkupProps, 'onMention' | 'onCopy'> & { block: Block }) {
  if (isCodeBlock(block)) return <CodeView block={block} onCopy={onCopy} />;
  const quoted = block.kind === 'quote';
  let shown = (
    // A paragraph inherits its direction from the surrounding text, whose first letter decides where the time stands.
    <span class={quoted ? 'quote-block' : 'paragraph'} dir={quoted ? 'auto' : undefined}>
      {block.children.map((token, i) =>
        isCodeBlock(token) ? (
          <CodeView key={i} block={token} onCopy={onCopy} />
        ) : (
          <InlineView key={i} token={token} onMention={onMention} />
        ),
      )}
    </span>
  );
  for (let depth = quoted ? Math.min(block.depth ?? 1, QUOTE_DEPTH_MAX) : 1; depth > 1; depth--)
    shown = <span class="quote-block">{shown}</span>;
  return (
    <>
      <Mark text={block.before} />
      {shown}
    </>
  );
}

/** Deeper quotes are drawn at this depth. */
const QUOTE_DEPTH_MAX = 6;
const HAN = /\p{Script=Han}/u;
const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

function InlineView({ token, onMention }: { token: Inline; onMention: (userId: string) => void }) {
  switch (token.kind) {
    case 'text':
      return <>{token.text}</>;
    case 'mark':
      return <Mark text={token.text} />;
    case 'code': {
      const mark = token.mark ?? '`';
      return (
        <>
          <Mark text={mark} />
          <code class="code">{token.text}</code>
          <Mark text={mirrored(mark)} />
        </>
      );
    }
    case 'link':
      return <LinkView text={token.text} href={token.href} />;
    case 'mention':
      return (
        <button type="button" class="mention" tabIndex={-1} onClick={() => onMention(token.userId)}>
          <bdi>{token.shown ?? token.text}</bdi>
        </button>
      );
    case 'spoiler':
      return <Spoiler token={token} onMention={onMention} />;
    case 'bold':
    case 'italic':
    case 'strike': {
      const Tag = TAGS[token.kind];
      // Han characters have no italics; dots emphasise them.
      const dotted = token.kind === 'italic' && token.children.some((child) => 'text' in child && HAN.test(child.text));
      return (
        <>
          <Mark text={token.mark} />
          <Tag class={dotted ? 'dotted' : undefined}>
            {token.children.map((child, i) => (
              <InlineView key={i} token={child} onMention={onMention} />
            ))}
          </Tag>
          <Mark text={token.mark} />
        </>
      );
    }
    default:
      return token satisfies never;
  }
}

/** Names in other scripts can imitate familiar ones, so hovering shows the true address. */
function LinkView({ text, href }: { text: string; href: string }) {
  return (
    <a
      class="link"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={useContext(TabIndex)}
      title={href === text || href === `${text}/` ? undefined : href}
    >
      {text}
    </a>
  );
}

function Spoiler({
  token,
  onMention,
}: {
  token: Extract<Inline, { kind: 'spoiler' | 'bold' | 'italic' | 'strike' }>;
  onMention: (userId: string) => void;
}) {
  const [shown, setShown] = useState(false);
  const tabIndex = useContext(TabIndex);
  const children = token.children.map((child, i) => <InlineView key={i} token={child} onMention={onMention} />);
  return (
    <>
      <Mark text={token.mark} />
      {shown ? (
        <span class="spoiler spoiler-shown">{children}</span>
      ) : (
        <button type="button" class="spoiler" tabIndex={tabIndex} aria-label={t('message.showSpoiler')} onClick={() => setShown(true)}>
          <span class="spoiler-text">{children}</span>
        </button>
      )}
      <Mark text={token.mark} />
    </>
  );
}
