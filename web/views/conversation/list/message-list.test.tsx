import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { message, SELF, user } from '../../../testing/fake-model';
import { AT, atRest, distanceToEnd, openLong, rows, scroller, shown } from '../../../testing/long-conversation';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

async function openSample() {
  const fake = sampleModel(AT);
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, at: AT });
  await expect.poll(() => rows().length).toBeGreaterThan(5);
  return fake;
}

afterEach(() => cleanup());

describe('an open conversation', () => {
  it('opens at the end if everything is read', async () => {
    await openLong(300);
    expect(distanceToEnd()).toBe(0);
  });

  it('opens at the first unread message, under its line', async () => {
    await openLong(300, 200);
    const line = document.querySelector('.unread-line')?.getBoundingClientRect();
    const box = scroller().getBoundingClientRect();
    expect(line?.top).toBeGreaterThanOrEqual(box.top - 1);
    expect(line?.top).toBeLessThan(box.top + 120);
    expect(shown('第 201 条消息')).toBeDefined();
  });

  it('reports only messages that were on screen as read', async () => {
    const fake = await openLong(300, 200);
    const marks = fake.calls.filter((call) => call.startsWith('markRead(')).map((call) => Number(/\d+/.exec(call)?.[0]));
    expect(Math.max(...marks)).toBeGreaterThan(200);
    expect(Math.max(...marks)).toBeLessThan(300);
  });

  it('loads older messages before the top is reached', async () => {
    const fake = await openLong(300);
    fake.hasOlder.value = true;
    await atRest();
    scroller().scrollTop = scroller().clientHeight;
    await expect.poll(() => fake.calls.includes('loadOlder()')).toBe(true);
  });

  it('stays at the end while messages arrive, and keeps its place while scrolled up', async () => {
    const fake = await openLong(300);
    fake.rows.value = [...fake.rows.value, message(301, 'li', { text: '新来的', at: AT })];
    await expect.poll(() => shown('新来的')).toBeDefined();
    expect(distanceToEnd()).toBe(0);
    scroller().scrollTop -= 1500;
    await atRest();
    const before = scroller().scrollTop;
    fake.rows.value = [...fake.rows.value, message(302, 'li', { text: '又来的', at: AT })];
    await atRest();
    expect(scroller().scrollTop).toBe(before);
    await page.getByRole('button', { name: '跳到最新消息' }).click();
    await expect.poll(distanceToEnd).toBe(0);
  });

  it('is one tab stop, with arrows among the messages and Enter for the menu', async () => {
    await openSample();
    await expect.poll(() => rows().filter((row) => row.tabIndex === 0)).toHaveLength(1);
    const stops = rows().filter((row) => row.tabIndex === 0);
    stops[0]?.focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    const focused = document.activeElement;
    expect(focused?.tagName).toBe('ARTICLE');
    expect(focused).not.toBe(stops[0]);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('menu', { name: '消息操作' })).toBeVisible();
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.getAttribute('role')).toBe('menuitem');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.activeElement).toBe(focused);
  });

  it('reaches messages that are not drawn yet with Home and End', async () => {
    await openLong(300);
    rows()
      .find((row) => row.tabIndex === 0)
      ?.focus();
    await userEvent.keyboard('{Home}');
    await expect.poll(() => document.activeElement?.textContent).toContain('第 1 条消息');
    await userEvent.keyboard('{End}');
    await expect.poll(() => document.activeElement?.textContent).toContain('第 300 条消息');
  });

  it('labels a message with sender, text, time and status', async () => {
    await openSample();
    expect(shown('收到')?.getAttribute('aria-label')).toMatch(/^你：收到，15:08，已送达$/);
  });

  it('announces a new message once, and never an own one', async () => {
    const fake = await openSample();
    const polite = document.querySelector('[aria-live=polite].sr-only');
    fake.rows.value = [...fake.rows.value, message(30, SELF.id, { text: '我说的', at: AT }), message(31, 'li', { text: '他说的', at: AT })];
    await expect.poll(() => polite?.textContent).toBe('李四：他说的，15:20');
  });

  it('jumps to a quoted message, flashes it, and leads back', async () => {
    const fake = await openLong(300);
    fake.rows.value = [...fake.rows.value, message(301, 'li', { text: '看这条', at: AT, more: { replyTo: 20 } })];
    await expect.poll(() => shown('看这条')).toBeDefined();
    await page.getByRole('button', { name: /第 20 条消息/ }).click();
    await expect.poll(() => document.querySelector('.message-flash')?.textContent).toContain('第 20 条消息');
    await page.getByRole('button', { name: '回到刚才的位置' }).click();
    await expect.poll(() => shown('看这条')).toBeDefined();
  });

  it('opens at the message in the address', async () => {
    const fake = await openLong(300);
    cleanup();
    await mountApp(fake, { route: { page: 'conversation', id: 'c1', seq: 42 }, at: AT });
    await expect.poll(() => document.querySelector('.message-flash')?.textContent).toContain('第 42 条消息');
    const row = document.querySelector('.message-flash')?.getBoundingClientRect();
    const box = scroller().getBoundingClientRect();
    expect(Math.abs((row?.top ?? 0) - (box.top + box.height / 2))).toBeLessThan(box.height / 4);
  });

  it('selects several messages and forwards them', async () => {
    const fake = await openSample();
    shown('收到')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: 300, clientY: 300 }));
    await page.getByRole('menuitem', { name: '选择' }).click();
    await expect.element(page.getByText('已选 1 条')).toBeVisible();
    shown('That would be lovely')?.click();
    await expect.element(page.getByText('已选 2 条')).toBeVisible();
    await page.getByRole('toolbar').getByRole('button', { name: '转发' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: '张三' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '发送 (1)' }).click();
    expect(fake.calls).toContain('forward(2, ["c2"], "")');
  });

  it('copies selected messages with names and times, and deletes them for the user', async () => {
    const fake = await openSample();
    const written: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(void written.push(text)) },
    });
    const choose = async () => {
      shown('收到')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: 300, clientY: 300 }));
      await page.getByRole('menuitem', { name: '选择' }).click();
      await expect.element(page.getByText('已选 1 条')).toBeVisible();
      shown('That would be lovely')?.click();
      await expect.element(page.getByText('已选 2 条')).toBeVisible();
    };
    await choose();
    await page.getByRole('button', { name: '复制所选' }).click();
    expect(written[0]).toMatch(/^\S+ · 2026年11月21日.*15:08.*\n收到\n\nAda Lovelace · .*\nThat would be lovely/s);
    await choose();
    await page.getByRole('toolbar').getByRole('button', { name: '仅从我这里删除' }).click();
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('deleteMessages(')).length).toBe(1);
  });

  it('keeps fewer than 40 rows in the page, however long the history', async () => {
    await openLong(1000);
    expect(document.querySelectorAll('.vlist-row').length).toBeLessThanOrEqual(40);
  });

  it('has a button that jumps to the first unread mention', async () => {
    const fake = await openLong(300, 100);
    fake.rows.value = fake.rows.value.map((row) =>
      row.seq === 150 ? message(150, 'li', { body: { kind: 'text', text: '@林 看这里', mentions: [SELF.id] }, at: row.createdAt }) : row,
    );
    const [item] = fake.items.value;
    if (item === undefined) throw new Error('no conversation');
    fake.items.value = [{ ...item, unread: 200, mentions: 1, summary: { ...item.summary, readSeq: 100 } }];
    await page.getByRole('button', { name: /^1 条提到你的消息/ }).click();
    await expect.poll(() => document.querySelector('.message-flash')?.textContent).toContain('看这里');
    fake.items.value = [{ ...item, unread: 100, mentions: 0 }];
    await expect.poll(() => document.querySelectorAll('.jump-button').length).toBe(2);
  });

  it('jumps to an unread mention far outside the loaded window', async () => {
    const fake = sampleModel(Date.now());
    const jumps: number[] = [];
    const openTimeline = (id: string) => ({
      ...fake.model.openTimeline(id),
      jumpTo: async (seq: number) => {
        jumps.push(seq);
        fake.rows.value = [message(seq, 'li', { text: '@林晚 很久以前' }), ...fake.rows.value];
        return null;
      },
    });
    fake.hasOlder.value = true;
    fake.rows.value = fake.rows.value.map((row) => ({ ...row, ...(row.seq !== undefined && { seq: row.seq + 500 }) }));
    fake.items.value = fake.items.value.map((item) =>
      item.id === 'c1' ? { ...item, unread: 500, mentions: 2, summary: { ...item.summary, readSeq: 20 } } : item,
    );
    fake.mentions = [17, 42, 300];
    await mountApp({ ...fake, model: { ...fake.model, openTimeline } }, { route: { page: 'conversation', id: 'c1' } });
    await page.getByRole('button', { name: /^2 条提到你的消息/ }).click();
    await expect.poll(() => jumps).toEqual([42]);
    await expect.poll(() => document.querySelector('.message-flash')?.textContent).toContain('很久以前');
  });

  it('lists who reacted with which emoji', async () => {
    await openSample();
    await expect.poll(() => document.querySelector('.reaction')).not.toBeNull();
    document.querySelector('.reaction')?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    await expect.element(page.getByRole('dialog', { name: '回应的人' })).toBeVisible();
    expect([...document.querySelectorAll('.reactors')].map((row) => row.textContent)).toEqual(['👍2你张三', '🍁1李四']);
  });

  it('offers reactions to nobody who may only read', async () => {
    const fake = sampleModel(AT);
    fake.items.value = fake.items.value.map((item) =>
      item.id === 'c1' ? { ...item, summary: { ...item.summary, role: 'member', mutedAll: true } } : item,
    );
    await mountApp(fake, { route: { page: 'conversation', id: 'c1' }, at: AT });
    await expect.poll(() => document.querySelector('.reaction')?.getAttribute('aria-disabled')).toBe('true');
    document.querySelector<HTMLElement>('.reaction')?.click();
    expect(fake.calls.filter((call) => call.startsWith('react('))).toEqual([]);
  });

  it('copies a code block as written', async () => {
    const fake = await openLong(30);
    const code = 'const a = 1;\n\tb();';
    fake.rows.value = [...fake.rows.value, message(31, 'li', { text: `看：\n\`\`\`js\n${code}\n\`\`\``, at: AT })];
    const written: string[] = [];
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(void written.push(text)) },
    });
    await page.getByRole('button', { name: '复制代码' }).click();
    expect(written).toEqual([code]);
  });

  it('warns of a member whose name resembles another’s', async () => {
    const fake = await openSample();
    fake.users.set('wang', user('wang', 'Аdа Lovelace'));
    const [item, ...others] = fake.items.value;
    if (item === undefined) throw new Error('no conversation');
    fake.items.value = [{ ...item, summary: { ...item.summary, members: [...(item.summary.members ?? [])] } }, ...others];
    await expect.poll(() => document.querySelector('.sender .lookalike')?.textContent).toBe('注意：群里还有名字很像的“Аdа Lovelace”');
    expect([...document.querySelectorAll('.sender:has(.lookalike) bdi')].every((name) => name.textContent === 'Ada Lovelace')).toBe(true);
  });
});
