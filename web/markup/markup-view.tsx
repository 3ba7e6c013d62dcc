import { useState } from 'preact/hooks';
import { t } from '../i18n/i18n';
import { Icon } from '../icons/icon';
import type { Block, Inline } from './tokens';

interface MarkupProps {
  blocks: readonly Block[];
  onMention: (userId: string) => void;
  /** Offered on blocks of code. */
  onCopy?: ((text: string) => void) | undefined;
}

/** The tokens of a message as elements; delimiters are in the page but not on the screen, so that its text is the text that was written. */
export function Markup({ blocks, onMention, onCopy }: MarkupProps) {
  return (
    <>
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} onMention={onMention} onCopy={onCopy} />
      ))}
    </>
  );
}

function Mark({ text }: { text: string }) {
  return text === '' ? null : <span class="mark">{text}</span>;
}

function BlockView({ block, onMention, onCopy }: Omit<MarkupProps, 'blocks'> & { block: Block }) {
  if (block.kind === 'code') {
    return (
      <>
        <Mark text={block.before + block.open} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
        <pre class="code-block" dir="ltr" tabIndex={0}>
          <code>{block.text}</code>
          {onCopy !== undefined && (
            <button
              type="button"
              class="code-copy"
              tabIndex={-1}
              aria-label={t('message.copyCode')}
              data-tip={t('message.copyCode')}
              onClick={() => onCopy(block.text)}
            >
              <Icon name="copy" class="icon-s" />
            </button>
          )}
        </pre>
        <Mark text={block.close} />
      </>
    );
  }
  const children = block.children.map((token, i) => <InlineView key={i} token={token} onMention={onMention} />);
  return (
    <>
      <Mark text={block.before} />
      {block.kind === 'quote' ? (
        <span class="quote-block" dir="auto">
          {children}
        </span>
      ) : (
        <span class="paragraph" dir="auto">
          {children}
        </span>
      )}
    </>
  );
}

const HAN = /\p{Script=Han}/u;
const TAGS = { bold: 'strong', italic: 'em', strike: 's' } as const;

function InlineView({ token, onMention }: { token: Inline; onMention: (userId: string) => void }) {
  switch (token.kind) {
    case 'text':
      return <>{token.text}</>;
    case 'mark':
      return <Mark text={token.text} />;
    case 'code':
      return (
        <>
          <Mark text="`" />
          <code class="code">{token.text}</code>
          <Mark text="`" />
        </>
      );
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
      // Han characters have no slant; they are emphasised by dots.
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

/** Names in other scripts can pass for familiar ones; the true address is then what hovering shows. */
function LinkView({ text, href }: { text: string; href: string }) {
  return (
    <a
      class="link"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      tabIndex={-1}
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
  const children = token.children.map((child, i) => <InlineView key={i} token={child} onMention={onMention} />);
  return (
    <>
      <Mark text={token.mark} />
      {shown ? (
        <span class="spoiler spoiler-shown">{children}</span>
      ) : (
        <button type="button" class="spoiler" tabIndex={-1} aria-label={t('message.showSpoiler')} onClick={() => setShown(true)}>
          <span class="spoiler-text">{children}</span>
        </button>
      )}
      <Mark text={token.mark} />
    </>
  );
}
