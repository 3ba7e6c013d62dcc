import { type Key, t } from '../../../i18n/i18n';
import type { AppModel } from '../../../model/app';
import type { InboxItem } from '../../../model/inbox';
import { isTouch } from '../../../platform/pointer';
import { attempt } from '../../shared/problem';
import { dialog } from '../../state/shell-state';
import type { Suggestion } from './suggest-list';

/** What a command can act on. */
interface CommandContext {
  readonly model: AppModel;
  readonly item: InboxItem;
}

interface Command {
  /** The names after the slash: the English one first, then the Chinese one. */
  readonly names: readonly [string, string];
  readonly hint: Key;
  readonly fits?: (item: InboxItem) => boolean;
  /**
   * Parses the words after the name into the command's effect, which returns the text to send instead, or null for nothing.
   * Undefined: the words do not fit the command, so the text is a message.
   */
  readonly read: (rest: string) => ((place: CommandContext) => string | null) | undefined;
}

const HOUR_MS = 3_600_000;
const HOURS_MAX = 24 * 365;

const face =
  (drawn: string): Command['read'] =>
  (rest) =>
  () =>
    rest === '' ? drawn : `${rest} ${drawn}`;

/** A command without words after its name. */
const alone =
  (run: (place: CommandContext) => void): Command['read'] =>
  (rest) =>
    rest === ''
      ? (place) => {
          run(place);
          return null;
        }
      : undefined;

/** `8`, `8h` and `8 小时` are hours, no words mean forever; in milliseconds. Undefined: the words are no duration. */
function mutedFor(rest: string): number | undefined {
  if (rest === '') return Number.POSITIVE_INFINITY;
  const hours = Number(/^(\d{1,4})\s*(?:h|小时)?$/i.exec(rest)?.[1] ?? 0);
  return hours > 0 && hours <= HOURS_MAX ? hours * HOUR_MS : undefined;
}

const isGroup = (item: InboxItem): boolean => item.summary.kind === 'group';

const COMMANDS: readonly Command[] = [
  { names: ['shrug', '耸肩'], hint: 'command.shrug', read: face('¯\\_(ツ)_/¯') },
  { names: ['tableflip', '掀桌'], hint: 'command.tableflip', read: face('(╯°□°)╯︵ ┻━┻') },
  {
    names: ['mute', '静音'],
    hint: 'command.mute',
    read: (rest) => {
      const ms = mutedFor(rest);
      if (ms === undefined) return undefined;
      return ({ model, item }) => {
        void attempt(model.conversations.mute(item.id, Math.min(model.serverNow() + ms, Number.MAX_SAFE_INTEGER)), t('command.muted'));
        return null;
      };
    },
  },
  {
    names: ['unmute', '取消静音'],
    hint: 'command.unmute',
    fits: (item) => item.muted,
    read: alone(({ model, item }) => void attempt(model.conversations.mute(item.id, null), t('command.unmuted'))),
  },
  {
    names: ['leave', '退出'],
    hint: 'command.leave',
    fits: isGroup,
    read: alone(({ item }) => {
      dialog.value = { kind: 'leave', conversationId: item.id, title: item.title };
    }),
  },
  {
    names: ['keys', '快捷键'],
    hint: 'command.keys',
    fits: () => !isTouch(),
    read: alone(() => {
      dialog.value = { kind: 'keys' };
    }),
  },
];

const fitting = (item: InboxItem): readonly Command[] => COMMANDS.filter(({ fits }) => fits?.(item) ?? true);

/** `/…` at the start of the text, with the caret in it; Enter runs a complete command. */
export function suggestCommands(text: string, caret: number, item: InboxItem): Suggestion[] {
  const asked = /^\/([\p{L}]*)$/u.exec(text.slice(0, caret))?.[1]?.toLocaleLowerCase();
  if (asked === undefined) return [];
  const found = fitting(item).filter(({ names }) => names.some((name) => name.startsWith(asked)));
  if (found.some(({ names }) => names.some((name) => name === asked))) return [];
  return found.map(({ names: [english, chinese], hint }) => {
    const name = english.startsWith(asked) ? english : chinese;
    return { kind: 'command', name: `/${name}`, hint: t(hint), from: 0, insert: `/${name} ` };
  });
}

/** Runs a command. Returns the text to send, or null for nothing. A text that fits no command is sent as written. */
export function runCommand(text: string, place: CommandContext): { readonly text: string | null } {
  const [, name = '', rest = ''] = /^\/([\p{L}]+)(?:\s+([\s\S]*))?$/u.exec(text.trimEnd()) ?? [];
  const command = fitting(place.item).find(({ names }) => names.some((alias) => alias === name.toLocaleLowerCase()));
  const run = command?.read(rest.trim());
  return { text: run === undefined ? text : run(place) };
}
