import { describe, expect, it } from 'vitest';
import { type EnterEvent, enterAction, ImeTracker } from './enter';

const key = (fields: Partial<EnterEvent> = {}): EnterEvent => ({
  key: 'Enter',
  keyCode: 13,
  isComposing: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...fields,
});

describe('Enter', () => {
  it('sends, and with Shift breaks the line', () => {
    expect(enterAction(key(), 'enter', false)).toBe('send');
    expect(enterAction(key({ shiftKey: true }), 'enter', false)).toBe('newline');
  });

  it('breaks the line in an unclosed code block, where Ctrl+Enter sends', () => {
    expect(enterAction(key(), 'enter', false, true)).toBe('newline');
    expect(enterAction(key({ ctrlKey: true }), 'enter', false, true)).toBe('send');
  });

  it('breaks the line on touch keyboards, and if Ctrl+Enter is the send key', () => {
    expect(enterAction(key(), 'enter', true)).toBe('newline');
    expect(enterAction(key(), 'ctrlEnter', false)).toBe('newline');
    expect(enterAction(key({ ctrlKey: true }), 'ctrlEnter', false)).toBe('send');
    expect(enterAction(key({ metaKey: true }), 'ctrlEnter', false)).toBe('send');
  });
});

describe('an input method', () => {
  it('owns the keys between start and end', () => {
    const ime = new ImeTracker();
    ime.start();
    expect(ime.owns(key(), 100)).toBe(true);
    ime.end(200);
    expect(ime.owns(key(), 300)).toBe(false);
  });

  it('owns keys with isComposing or keyCode 229, as in Chromium and Firefox', () => {
    expect(new ImeTracker().owns(key({ isComposing: true }), 0)).toBe(true);
    expect(new ImeTracker().owns(key({ keyCode: 229 }), 0)).toBe(true);
  });

  it('owns the Enter that Safari sends after the end of the composition', () => {
    const ime = new ImeTracker();
    ime.start();
    ime.end(1000);
    expect(ime.owns(key(), 1001)).toBe(true);
    expect(ime.owns(key(), 1200)).toBe(false);
  });
});
