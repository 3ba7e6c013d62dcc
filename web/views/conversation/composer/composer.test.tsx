import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

const field = () => page.getByRole('textbox', { name: '输入消息' });
const element = () => field().element() as HTMLTextAreaElement;
const sent = (calls: readonly string[]) => calls.filter((call) => call.startsWith('send('));

async function open() {
  const fake = sampleModel(Date.now());
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  await field().click();
  return fake;
}

afterEach(() => cleanup());

/** Chromium's DevTools protocol, to drive an input method. */
const ime = (method: string, params: object) =>
  (cdp() as unknown as { send: (method: string, params: object) => Promise<unknown> }).send(method, params);

describe('the composer', () => {
  it('sends on Enter and breaks the line on Shift+Enter', async () => {
    const fake = await open();
    await userEvent.keyboard('hello{Shift>}{Enter}{/Shift}world');
    expect(sent(fake.calls)).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"hello\\nworld"})']);
    expect(element().value).toBe('');
    expect(document.activeElement).toBe(element());
  });

  it('does not send on the Enter of an input method', async () => {
    const fake = await open();
    await ime('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
    await expect.poll(() => element().value).toBe('nihao');
    await ime('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });
    await ime('Input.insertText', { text: '你好' });
    await expect.poll(() => element().value).toBe('你好');
    expect(sent(fake.calls)).toEqual([]);
    await new Promise((done) => setTimeout(done, 30));
    await userEvent.keyboard('{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"你好"})']);
  });

  it('sends no empty message', async () => {
    const fake = await open();
    await userEvent.keyboard('  {Enter}');
    expect(sent(fake.calls)).toEqual([]);
  });

  it('edits the last own message on ↑, and cancels on Esc', async () => {
    const fake = await open();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).toBe('@Ada Lovelace 你从哪边过来？要不要顺路接你');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element().value).toBe('');
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).not.toBe('');
    await userEvent.keyboard('{Control>}a{/Control}changed{Enter}');
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('edit('))).toEqual(['edit(14, {"text":"changed"})']);
  });

  it('suggests members after @, even after a Han character, and sends their ids', async () => {
    const fake = await open();
    await userEvent.keyboard('请@张');
    await expect.element(page.getByRole('option', { name: '张三' })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => element().value).toBe('请@张三 ');
    await userEvent.keyboard('{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"请@张三 ","mentions":["zhang"],"mentionNames":["张三"]})']);
  });

  it('offers nobody for a restored draft that ends with a whole mention, so that Enter sends it', async () => {
    const fake = await open();
    // The first mention loads what offers members.
    await userEvent.keyboard('@张');
    await expect.element(page.getByRole('option', { name: '张三' })).toBeVisible();
    await field().fill('请@张三 ');
    await userEvent.keyboard('{ArrowLeft}{ArrowRight}{Enter}');
    await expect.poll(() => sent(fake.calls)).toEqual(['send({"text":"请@张三 ","mentions":["zhang"],"mentionNames":["张三"]})']);
  });

  it('shows the replied message in a chip', async () => {
    const fake = await open();
    await userEvent.hover(document.querySelector('[data-seq="15"]') ?? document.body);
    await page.getByRole('button', { name: '回复', exact: true }).last().click();
    await expect.element(page.getByText(/回复\s*Ada Lovelace/)).toBeVisible();
    await userEvent.keyboard('好{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"好","replyTo":15})']);
  });

  it('counts characters near the limit and offers to split a longer text', async () => {
    const fake = await open();
    await field().fill('长'.repeat(4100));
    await expect.element(page.getByText(/一条消息最多 4,000 字，已超出 100 字/)).toBeVisible();
    await userEvent.keyboard('{Enter}');
    expect(sent(fake.calls)).toEqual([]);
    await page.getByRole('button', { name: '拆成 2 条发送' }).click();
    expect(sent(fake.calls)).toHaveLength(2);
  });

  it('keeps all of an edit that is too long', async () => {
    const fake = await open();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => element().value).not.toBe('');
    await field().fill('长'.repeat(4100));
    await page.getByRole('button', { name: '拆成 2 条发送' }).click();
    expect(fake.calls.filter((call) => call.startsWith('edit('))).toEqual([`edit(14, {"text":"${'长'.repeat(4000)}"})`]);
    expect(sent(fake.calls)).toEqual([`send({"text":"${'长'.repeat(100)}"})`]);
  });

  it('runs commands in both languages, and sends any other text after a slash as written', async () => {
    const fake = await open();
    await userEvent.keyboard('/');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await userEvent.keyboard('sh');
    await expect.element(page.getByRole('option', { name: /^\/shrug/ })).toBeVisible();
    await userEvent.keyboard('{Enter}{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"¯\\\\_(ツ)_/¯"})']);
    await userEvent.keyboard('/静音 8{Enter}');
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('mute("c1"'))).toHaveLength(1);
    expect(element().value).toBe('');
    await userEvent.keyboard('/etc/hosts{Enter}');
    expect(sent(fake.calls).slice(1)).toEqual(['send({"text":"/etc/hosts"})']);
  });

  it.each([
    '/leave it to me, I will do it',
    '/mute button is broken in the new build',
    '/mute 0',
    '/mute 9999',
    '/unmute the microphone first',
    '/keys are under the mat',
    '/退出 登录之后再试',
    '/静音 键坏了',
  ])('sends a sentence that starts like a command as written: %s', async (text) => {
    const fake = await open();
    fake.items.value = fake.items.value.map((item) => (item.id === 'c1' ? { ...item, muted: text.startsWith('/unmute') } : item));
    await userEvent.keyboard('/');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await field().fill(text);
    await userEvent.keyboard('{Enter}');
    expect(sent(fake.calls)).toEqual([`send({"text":${JSON.stringify(text)}})`]);
    expect(fake.calls.filter((call) => call.startsWith('mute('))).toEqual([]);
    expect(document.querySelector('dialog')).toBeNull();
  });

  it.each([
    ['/mute', Number.MAX_SAFE_INTEGER],
    ['/MUTE 2h', 2],
    ['/静音 3 小时', 3],
  ])('mutes on %s', async (text, hours) => {
    const fake = await open();
    await userEvent.keyboard('/');
    await expect.element(page.getByRole('option').first()).toBeVisible();
    await field().fill(text);
    const before = Date.now();
    await userEvent.keyboard('{Enter}');
    const untilOf = (call = '') => Number(/^mute\("c1", (\d+)\)$/.exec(call)?.[1]);
    await expect.poll(() => fake.calls.some((call) => call.startsWith('mute('))).toBe(true);
    const until = untilOf(fake.calls.find((call) => call.startsWith('mute(')));
    if (hours === Number.MAX_SAFE_INTEGER) expect(until).toBe(hours);
    else expect(Math.round((until - before) / 3_600_000)).toBe(hours);
    expect(sent(fake.calls)).toEqual([]);
  });

  it('formats the selection by the usual shortcuts', async () => {
    await open();
    await userEvent.keyboard('注意{Control>}a{/Control}{Control>}b{/Control}');
    await expect.poll(() => element().value).toBe('**注意**');
    expect([element().selectionStart, element().selectionEnd]).toEqual([2, 4]);
    await userEvent.keyboard('{Control>}a{/Control}{Control>}b{/Control}');
    await expect.poll(() => element().value).toBe('注意');
  });

  it('pastes rich text as plain text with its links', async () => {
    await open();
    const data = new DataTransfer();
    data.setData('text/plain', '看指南吧');
    data.setData('text/html', '看<a href="https://a.example/guide">指南</a>吧');
    element().dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    await expect.poll(() => element().value).toBe('看指南 (https://a.example/guide)吧');
  });

  const paste = (types: Readonly<Record<string, string>>) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(types)) data.setData(type, value);
    element().dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  };

  it('undoes a paste with a link, and nothing typed before it', async () => {
    await open();
    await userEvent.keyboard('before ');
    paste({ 'text/plain': 'PASTED', 'text/html': '<a href="https://a.example/x">PASTED</a>' });
    await expect.poll(() => element().value).toBe('before PASTED (https://a.example/x)');
    await userEvent.keyboard('{Control>}z{/Control}');
    await expect.poll(() => element().value).toBe('before ');
  });

  it('pastes the words of HTML that has no plain text', async () => {
    await open();
    paste({ 'text/html': '<p>one</p><p><b>two</b></p>' });
    await expect.poll(() => element().value).toBe('one\ntwo');
  });

  it('starts the next line of code on Enter until the code block is closed', async () => {
    const fake = await open();
    await userEvent.keyboard('```js{Enter}let x;{Enter}');
    expect(sent(fake.calls)).toEqual([]);
    await userEvent.keyboard('```{Enter}');
    expect(sent(fake.calls)).toEqual(['send({"text":"```js\\nlet x;\\n```"})']);
  });

  it('keeps the draft of a conversation', async () => {
    const fake = await open();
    await userEvent.keyboard('还没写完');
    await page.getByRole('link', { name: /李四/ }).click();
    expect(fake.model.drafts.get('c1')).toEqual({ text: '还没写完', replyTo: undefined });
    await page.getByRole('link', { name: /周末爬山/ }).click();
    await expect.poll(() => element().value).toBe('还没写完');
  });

  it('grows to two fifths of the window, then scrolls', async () => {
    await open();
    await field().fill(Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n'));
    const height = element().getBoundingClientRect().height;
    expect(height).toBeGreaterThan(innerHeight * 0.3);
    expect(height).toBeLessThanOrEqual(innerHeight * 0.4 + 1);
  });
});
