import { type Key, t } from '../../../i18n/i18n';
import type { AppModel, InboxItem } from '../../../model/model';
import { attempt } from '../../shared/problem';
import { dialog } from '../../shared/shell-state';
import type { Suggestion } from './suggest-list';

/** What a command may touch. */
interface Place {
  readonly model: AppModel;
  readonly item: InboxItem;
}

interface Command {
  /** What is typed behind the slash: the English word first, then the Chinese one. */
  readonly names: readonly [string, string];
  readonly hint: Key;
  readonly fits?: (item: InboxItem) => boolean;
  /** The text to send in its place; null: it is done, and nothing is sent. */
  readonly run: (rest: string, place: Place) => string | null;
}

const HOUR_MS = 3_600_000;
const HOURS_MAX = 24 * 365;

const behind =
  (face: string): Command['run'] =>
  (rest) =>
    rest === '' ? face : `${rest} ${face}`;

/** `8` and `8h` are hours; without a number for ever. */
function mutedUntil(rest: string): number {
  const hours = Number(/^(\d{1,4})\s*(?:h|小时)?$/i.exec(rest)?.[1] ?? Number.NaN);
  return hours > 0 && hours <= HOURS_MAX ? Date.now() + hours * HOUR_MS : Number.MAX_SAFE_INTEGER;
}

const isGroup = (item: InboxItem): boolean => item.summary.kind === 'group';

const COMMANDS: readonly Command[] = [
  { names: ['shrug', '耸肩'], hint: 'command.shrug', run: behind('¯\\_(ツ)_/¯') },
  { names: ['tableflip', '掀桌'], hint: 'command.tableflip', run: behind('(╯°□°)╯︵ ┻━┻') },
  {
    names: ['mute', '静音'],
    hint: 'command.mute',
    run: (rest, { model, item }) => {
      void attempt(model.conversations.mute(item.id, mutedUntil(rest)), t('command.muted'));
      return null;
    },
  },
  {
    names: ['unmute', '取消静音'],
    hint: 'command.unmute',
    fits: (item) => item.muted,
    run: (_, { model, item }) => {
      void attempt(model.conversations.mute(item.id, null), t('command.unmuted'));
      return null;
    },
  },
  {
    names: ['leave', '退出'],
    hint: 'command.leave',
    fits: isGroup,
    run: (_, { item }) => {
      dialog.value = { kind: 'leave', conversationId: item.id, title: item.title };
      return null;
    },
  },
  {
    names: ['keys', '快捷键'],
    hint: 'command.keys',
    run: () => {
      dialog.value = { kind: 'keys' };
      return null;
    },
  },
];

const fitting = (item: InboxItem): readonly Command[] => COMMANDS.filter(({ fits }) => fits?.(item) ?? true);

/** `/…` at the beginning of the text and at the caret; a whole command is complete, and Enter carries it out. */
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

/** Carries a command out. `text`: what to send; null: nothing. What is no command of ours is a text like any other. */
export function runCommand(text: string, place: Place): { readonly text: string | null } {
  const [, name = '', rest = ''] = /^\/([\p{L}]+)(?:\s+([\s\S]*))?$/u.exec(text.trimEnd()) ?? [];
  const command = fitting(place.item).find(({ names }) => names.some((one) => one === name.toLocaleLowerCase()));
  return { text: command === undefined ? text : command.run(rest.trim(), place) };
}
