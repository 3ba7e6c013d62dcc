import type { SendKey } from '../../state/preferences';

/** The fields of a keydown that matter here, so that tests can replay every browser's order of events. */
export interface EnterEvent {
  readonly key: string;
  readonly keyCode: number;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * Tracks an input method. Chromium and Firefox set `isComposing` or keyCode 229 on the Enter that picks a candidate; Safari ends the
 * composition first and sends that Enter afterwards, with `isComposing` false, in the same task.
 */
export class ImeTracker {
  #composing = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  start(): void {
    this.#composing = true;
  }

  /** `at` in milliseconds of the event clock. */
  end(at: number): void {
    this.#composing = false;
    this.#endedAt = at;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** Whether a keydown belongs to the input method; if so, it is neither a shortcut nor a send. */
  owns(event: EnterEvent, at: number): boolean {
    return this.#composing || event.isComposing || event.keyCode === 229 || (event.key === 'Enter' && at - this.#endedAt < 10);
  }
}

/**
 * What Enter does. On touch keyboards it breaks the line, because they have no Shift+Enter; the button sends. `inCode`: the caret is in
 * an unclosed code block, where Enter starts the next line of code.
 */
export function enterAction(event: EnterEvent, sendKey: SendKey, touch: boolean, inCode = false): 'send' | 'newline' | 'nothing' {
  if (event.key !== 'Enter' || event.altKey) return 'nothing';
  const withCommand = event.ctrlKey || event.metaKey;
  if (event.shiftKey) return 'newline';
  if (withCommand) return 'send';
  return touch || inCode || sendKey === 'ctrlEnter' ? 'newline' : 'send';
}
