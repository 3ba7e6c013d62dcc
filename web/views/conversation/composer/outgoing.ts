import { MENTIONS_MAX } from '../../../../protocol/limits';
import { tokenize } from '../../../markup/blocks';
import type { Block, Inline, Mentionable } from '../../../markup/tokens';
import type { Outgoing } from '../../../model/timeline';

function mentionsIn(tokens: readonly Inline[]): (readonly [name: string, userId: string])[] {
  return tokens.flatMap((token) => {
    if (token.kind === 'mention') return [[token.text.slice(1), token.userId] as const];
    return 'children' in token ? mentionsIn(token.children) : [];
  });
}

/** The text with the ids of the people it mentions and the names it uses. `everyone`: whether the author may mention everyone. */
export function outgoing(text: string, people: readonly Mentionable[], everyone: boolean): Outgoing {
  const nameable = everyone ? people : people.filter(({ userId }) => userId !== '*');
  const blocks: readonly Block[] = tokenize(text, nameable);
  const named = new Map(blocks.flatMap((block) => (block.kind === 'code' ? [] : mentionsIn(block.children))));
  if (named.size === 0) return { text };
  const mentions = [...named].slice(0, MENTIONS_MAX);
  return { text, mentions: mentions.map(([, userId]) => userId), mentionNames: mentions.map(([name]) => name) };
}
