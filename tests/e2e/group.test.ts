import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, type Magpie, say, signIn, startMagpie, type Visitor, visitor } from './magpie';

let magpie: Magpie;
let browser: Browser;

beforeAll(async () => {
  magpie = await startMagpie();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await magpie?.stop();
});

const rowOf = ({ page }: Visitor, title: string): Locator => page.locator('.row', { hasText: title });
const bubble = ({ page }: Visitor, text: string): Locator => page.locator('.message', { hasText: text });

test('three people make a group, name each other, see who types, who was removed reads no further; in both languages', async () => {
  const zhang = await visitor(browser, magpie.url, { locale: 'zh-CN' });
  const [li, wang] = [await visitor(browser, magpie.url, { locale: 'en-US' }), await visitor(browser, magpie.url, { locale: 'zh-CN' })];
  await signIn(zhang, 'zhangsan@example.com');
  await signIn(li, 'lisi@example.com');
  await signIn(wang, 'wangwu@example.com');

  await zhang.page.goto('/people');
  await zhang.page.getByRole('button', { name: '新建群组' }).click();
  const dialog = zhang.page.getByRole('dialog');
  await dialog.locator('input').first().fill('周末爬山');
  for (const name of ['李四', '王五']) await dialog.locator('label', { hasText: name }).locator('input[type=checkbox]').check();
  await dialog.getByRole('button', { name: '创建群组' }).click();
  await zhang.page.locator('textarea').waitFor();

  // Named, one has a badge of one's own.
  await zhang.page.locator('textarea').fill('明天见 @李');
  await zhang.page.getByRole('option', { name: '李四' }).click();
  await zhang.page.locator('textarea').press('Enter');
  await rowOf(li, '周末爬山').locator('.badge').first().waitFor();
  await rowOf(li, '周末爬山').click();
  await bubble(li, '明天见 @李四').waitFor();
  await rowOf(wang, '周末爬山').click();
  await bubble(wang, '明天见').waitFor();

  // Who has read is seen by the ticks, and by name.
  await zhang.page.locator('.message-own .ticks-read').last().waitFor();
  await zhang.page.locator('.ticks-button').last().click();
  const readers = zhang.page.getByRole('dialog');
  for (const name of ['李四', '王五']) await readers.locator('.people-row', { hasText: name }).waitFor();
  await zhang.page.keyboard.press('Escape');

  // Who types is seen by the others, each in their language.
  await li.page.locator('textarea').pressSequentially('I am');
  await zhang.page.locator('.main-state', { hasText: '正在输入' }).waitFor();
  await say(li, 'I am in');
  for (const who of [zhang, wang]) await bubble(who, 'I am in').waitFor();

  // Muted, a conversation counts in grey and stays out of the total.
  await wang.page.goto('/');
  await rowOf(wang, '周末爬山').click({ button: 'right' });
  await wang.page.getByRole('menuitem', { name: '一直静音' }).click();
  await say(zhang, '带水');
  await rowOf(wang, '周末爬山').locator('.badge').first().waitFor();
  expect(await wang.page.title()).not.toMatch(/^\(/);

  // Removed, one gets nothing that is said later (FAN-5).
  await rowOf(wang, '周末爬山').click();
  await bubble(wang, '带水').waitFor();
  await zhang.page.getByRole('button', { name: '会话菜单' }).click();
  await zhang.page.getByRole('menuitem', { name: '查看详情' }).click();
  await zhang.page.locator('.pane-details').locator('li', { hasText: '王五' }).getByRole('button').first().click();
  await zhang.page.getByRole('menuitem', { name: '移出群组' }).click();
  await zhang.page.locator('.quiet', { hasText: '王五' }).last().waitFor();
  await say(zhang, '只有我们了');
  await bubble(li, '只有我们了').waitFor();
  await wang.page.waitForTimeout(500);
  expect(await bubble(wang, '只有我们了').count()).toBe(0);
  expect([...zhang.troubles, ...li.troubles, ...wang.troubles]).toEqual([]);
});

test('a link lets one in who signs up for it, once; with approval one asks, and an admin decides', async () => {
  const zhang = await visitor(browser, magpie.url, { locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] });
  const [ann, li] = [await visitor(browser, magpie.url, { locale: 'en-US' }), await visitor(browser, magpie.url, { locale: 'en-US' })];
  await signIn(zhang, 'zhangsan@example.com');
  await zhang.page.goto('/people');
  await zhang.page.getByRole('button', { name: '新建群组' }).click();
  const dialog = zhang.page.getByRole('dialog');
  await dialog.locator('input').first().fill('读书会');
  await dialog.locator('label', { hasText: '王五' }).locator('input[type=checkbox]').check();
  await dialog.getByRole('button', { name: '创建群组' }).click();
  await zhang.page.locator('.main-head-peer').click();
  await zhang.page.getByRole('button', { name: '邀请链接' }).click();
  const link = async (uses: string) => {
    await dialog.getByText(uses, { exact: true }).click();
    const copied = () => zhang.page.evaluate(() => navigator.clipboard.readText());
    const before = await copied();
    await dialog.getByRole('button', { name: '创建链接' }).click();
    await expect.poll(copied, { timeout: 10_000 }).not.toBe(before);
    return copied();
  };

  // Signed out, one is let in by signing up.
  const once = await link('1 次');
  await ann.page.goto(once);
  await ann.page.getByText('Sign in to join the group').waitFor();
  await ann.page.getByRole('button', { name: /Sign up/ }).click();
  await ann.page.locator('input[name=name]').fill('Ann Reader');
  await ann.page.locator('input[name=email]').fill(`${crypto.randomUUID()}@example.com`);
  await ann.page.locator('input[name=password]').fill('magpie-demo');
  await ann.page.locator('form button[type=submit]').click();
  await ann.page.getByRole('button', { name: 'Join group' }).click();
  await ann.page.locator('textarea').waitFor();
  await zhang.page.locator('.system', { hasText: '通过邀请链接加入了群组' }).waitFor();

  // Used up, it opens nothing; where approval is asked for, one waits and is let in.
  const many = await link('不限');
  await zhang.page.keyboard.press('Escape');
  await zhang.page.getByText('入群需要管理员同意').click();
  await signIn(li, 'lisi@example.com');
  await li.page.goto(once);
  await li.page.getByText('This link no longer works').waitFor();
  await li.page.goto(many);
  await li.page.locator('textarea').fill('I read a lot');
  await li.page.getByRole('button', { name: 'Request to join' }).click();
  await li.page.getByText('Request sent. An admin will review it').waitFor();
  await zhang.page.locator('.bar', { hasText: '1 人申请加入' }).getByRole('button').click();
  await dialog.getByText('I read a lot').waitFor();
  await dialog.getByRole('button', { name: '同意' }).click();
  await rowOf(li, '读书会').click();
  await say(li, 'hello');
  await bubble(zhang, 'hello').waitFor();

  // Dissolved, it is over for everybody.
  await zhang.page.keyboard.press('Escape');
  await zhang.page.getByRole('button', { name: '解散群组' }).click();
  await dialog.getByRole('button', { name: '解散群组' }).click();
  for (const who of [ann, li]) await who.page.getByText('This group was dissolved').waitFor();
  expect([...zhang.troubles, ...ann.troubles, ...li.troubles]).toEqual([]);
});
