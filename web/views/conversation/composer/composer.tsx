import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { charCount, TEXT_MAX_CHARS } from '../../../../protocol/limits';
import { IconButton } from '../../../components/button';
import { useListbox } from '../../../components/listbox';
import { lazy } from '../../../components/states/lazy';
import { t } from '../../../i18n/i18n';
import { Icon } from '../../../icons/icon';
import type { IconName } from '../../../icons/paths';
import { inOpenFence } from '../../../markup/blocks';
import type { Mentionable } from '../../../markup/tokens';
import { isTouch } from '../../../platform/pointer';
import { preferences } from '../../state/preferences';
import { enterAction, ImeTracker } from './enter';
import { markOf, wrapped } from './format-keys';
import { addsToText, withLinks } from './paste';
import { splitText } from './split';
import type { Suggestion } from './suggest-list';

const SuggestList = lazy(async () => (await import('./suggest-list')).SuggestList);

/** The counter appears at this distance from the limit, in code points. */
const COUNT_FROM_CHARS = TEXT_MAX_CHARS - 300;

export interface ComposerHandle {
  readonly focus: () => void;
  readonly insert: (text: string) => void;
  /** Does the same without moving the focus. */
  readonly insertUnfocused: (text: string) => void;
}

export interface ComposerChip {
  readonly icon: IconName;
  readonly title: ComponentChildren;
  readonly text: string;
  readonly cancelLabel: string;
  readonly onCancel: () => void;
}

interface ComposerProps {
  value: string;
  onInput: (text: string) => void;
  /** The people whom the text may mention, so that splitting a long text breaks no name. */
  people?: () => readonly Mentionable[];
  /** Receives several texts if a long one was split. */
  onSend: (texts: readonly string[]) => void;
  /** ↑ in the empty field. */
  onEditLast: () => void;
  onEmoji: (anchor: Element) => void;
  chip: ComposerChip | null;
  /** A small line below the text. */
  note?: string | null;
  /** Whether an empty text, such as an unchanged edit, can be submitted. */
  suggest: (text: string, caret: number) => readonly Suggestion[];
  /** Changes when the same text may have more suggestions. */
  suggestMore?: unknown;
  onTake?: (suggestion: Suggestion) => void;
  handle: RefObject<ComposerHandle | null>;
  autoFocus: boolean;
}

export function Composer(props: ComposerProps) {
  const { value, onInput, onSend, onEditLast, onEmoji, chip, suggest, suggestMore, handle, autoFocus } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const ime = useRef(new ImeTracker());
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const chars = value.length > COUNT_FROM_CHARS ? charCount(value) : value.length;
  const over = chars > TEXT_MAX_CHARS;
  const parts = useMemo(() => (over ? splitText(value, TEXT_MAX_CHARS, props.people?.()) : [value]), [value]);
  const empty = value.trim() === '';

  useField(field, ime, value);
  useImperativeHandle<ComposerHandle | null, ComposerHandle>(handle, () => ({
    focus: () => field.current?.focus({ preventScroll: true }),
    insert: (text) => insertAtCaret(field.current, text),
    insertUnfocused: (text) => insertUnfocused(field.current, text),
  }));
  useEffect(() => {
    if (autoFocus && !isTouch()) field.current?.focus({ preventScroll: true });
  }, [autoFocus]);

  const send = () => {
    if (empty) return;
    onSend(parts);
    setSuggestions([]);
    field.current?.focus({ preventScroll: true });
  };
  const look = (element: HTMLTextAreaElement) => {
    if (ime.current.composing) return;
    setSuggestions(element.selectionStart === element.selectionEnd ? suggest(element.value, element.selectionStart) : []);
    list.pick(0);
  };
  useEffect(() => {
    if (suggestMore !== undefined && field.current !== null && field.current === document.activeElement) look(field.current);
  }, [suggestMore]);
  const take = (suggestion: Suggestion) => {
    const element = field.current;
    if (element === null) return;
    element.setSelectionRange(suggestion.from, element.selectionStart);
    insertAtCaret(element, suggestion.insert);
    props.onTake?.(suggestion);
    setSuggestions([]);
  };
  const list = useListbox(suggestions, take, 'Tab');
  const onKeyDown = (event: KeyboardEvent) => {
    if (ime.current.owns(event, event.timeStamp)) return;
    if (suggestions.length > 0 && steer(event)) return event.preventDefault();
    const mark = markOf(event);
    if (mark !== undefined) {
      event.preventDefault();
      wrapSelection(field.current, mark);
      return;
    }
    const inCode = event.key === 'Enter' && inOpenFence(value.slice(0, field.current?.selectionStart));
    const meaning = enterAction(event, preferences.value.sendKey, isTouch(), inCode);
    if (meaning === 'send') {
      event.preventDefault();
      if (!over) send();
    } else if (event.key === 'ArrowUp' && value === '' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onEditLast();
    }
  };
  const onPaste = (event: ClipboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    const html = event.clipboardData?.getData('text/html') ?? '';
    const text = event.clipboardData?.getData('text/plain') ?? '';
    // Text that accompanies pasted files belongs to the files.
    if (!addsToText(text, html) || (text === '' && event.clipboardData?.files.length !== 0)) return;
    event.preventDefault();
    const element = event.currentTarget;
    // Moving the caret ends the typing step, so that undo removes the pasted text and nothing before it.
    const { selectionStart, selectionEnd } = element;
    element.setSelectionRange(0, 0);
    element.setSelectionRange(selectionStart, selectionEnd);
    insertAtCaret(element, withLinks(text, html));
  };
  const steer = (event: KeyboardEvent): boolean => {
    if (event.key === 'Escape') setSuggestions([]);
    else if (!list.steer(event)) return false;
    event.stopPropagation();
    return true;
  };

  return (
    <div class="composer">
      {suggestions.length > 0 && <SuggestList items={suggestions} picked={list.at} onPick={take} />}
      <form
        class="composer-card"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {chip !== null && (
          <div class="composer-chip">
            <Icon name={chip.icon} class="icon-s" />
            <span class="grow">
              <b class="truncate">{chip.title}</b>
              <span class="truncate" dir="auto" style={{ display: 'block' }}>
                {chip.text}
              </span>
            </span>
            <IconButton icon="close" label={chip.cancelLabel} onClick={chip.onCancel} />
          </div>
        )}
        <div class="composer-row">
          <IconButton icon="smile" label={t('composer.emoji')} popup="dialog" onClick={(event) => onEmoji(event.currentTarget)} />
          <textarea
            ref={field}
            class="composer-input"
            rows={1}
            dir="auto"
            aria-label={t('composer.placeholder')}
            placeholder={t('composer.placeholder')}
            autocomplete="off"
            enterkeyhint={isTouch() ? 'enter' : 'send'}
            aria-controls={suggestions.length > 0 ? 'composer-suggestions' : undefined}
            aria-activedescendant={suggestions.length > 0 ? `suggestion-${list.at}` : undefined}
            onCompositionStart={() => ime.current.start()}
            onCompositionEnd={(event) => {
              ime.current.end(event.timeStamp);
              onInput(event.currentTarget.value);
              look(event.currentTarget);
            }}
            onInput={(event) => {
              onInput(event.currentTarget.value);
              look(event.currentTarget);
            }}
            onSelect={(event) => {
              if (suggestions.length > 0) look(event.currentTarget);
            }}
            onPaste={onPaste}
            onBlur={() => setSuggestions([])}
            onKeyDown={onKeyDown}
          />
          <IconButton icon="send" label={t('composer.send')} class="send-button" type="submit" disabled={empty || over} />
        </div>
        {props.note && <p class="composer-count">{props.note}</p>}
        {chars > COUNT_FROM_CHARS && (
          <p class={`composer-count${over ? ' composer-over' : ''}`} role="status">
            {over
              ? t('composer.over', { n: chars - TEXT_MAX_CHARS, max: TEXT_MAX_CHARS })
              : t('composer.left', { n: TEXT_MAX_CHARS - chars })}{' '}
            {over && (
              <button type="submit" class="link-button">
                {t('composer.split', { n: parts.length })}
              </button>
            )}
          </p>
        )}
      </form>
    </div>
  );
}

/** Keeps the field's text and height in step; never writes into the field during a composition. */
function useField(field: RefObject<HTMLTextAreaElement | null>, ime: RefObject<ImeTracker>, value: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    if (element.value !== value && !ime.current.composing) element.value = value;
    if (CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
}

function wrapSelection(element: HTMLTextAreaElement | null, mark: string): void {
  if (element === null) return;
  const { selectionStart: start, selectionEnd: end, value } = element;
  const { text, from, to } = wrapped(value.slice(start, end), mark);
  insertAtCaret(element, text);
  element.setSelectionRange(start + from, start + to);
}

/** A phone opens its keyboard for any focused field, however briefly; there the text is set without the browser's editing. */
function insertUnfocused(element: HTMLTextAreaElement | null, text: string): void {
  const focused = document.activeElement;
  if (isTouch()) replaceSelection(element, text);
  else insertAtCaret(element, text);
  if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
}

function replaceSelection(element: HTMLTextAreaElement | null, text: string): void {
  if (element === null) return;
  element.setRangeText(text, element.selectionStart, element.selectionEnd, 'end');
  element.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Inserts by the browser's own editing, so that undo keeps working. */
function insertAtCaret(element: HTMLTextAreaElement | null, text: string): void {
  if (element === null) return;
  element.focus({ preventScroll: true });
  if (!document.execCommand('insertText', false, text)) replaceSelection(element, text);
}
