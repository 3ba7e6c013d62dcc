import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Account } from './accounts.ts';
import { test } from './test.ts';
import { bubble, inboxRow, openTalk, say, type Visitor } from './visitor.ts';

const rowOf = ({ page }: Visitor, title: string): Locator => inboxRow(page, title);

/** Makes a group by way of the dialog; it is open afterwards. */
async function makeGroup({ page }: Visitor, title: string, members: readonly Account[]): Promise<void> {
  await page.goto('/people');
  await page.getByRole('button', { name: '新建群组' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input').first().fill(title);
  for (const { name } of members) {
    await dialog.getByRole('searchbox').fill(name);
    await dialog.locator('label', { hasText: name }).locator('input[type=checkbox]').check();
  }
  await dialog.getByRole('button', { name: '创建群组' }).click();
  await page.locator('textarea').waitFor();
}

test('three people make a group, name each other, see who types, who was removed reads no further; in both languages', async ({
  scene,
}) => {
  const [zhang, li, wang] = [await scene.signUp('张三'), await scene.signUp('李四'), await scene.signUp('王五')];
  const zhangs = await scene.visit({ as: zhang, locale: 'zh-CN' });
  const [lis, wangs] = [await scene.visit({ as: li, locale: 'en-US' }), await scene.visit({ as: wang, locale: 'zh-CN' })];
  for (const { page } of [lis, wangs]) {
    await page.goto('/');
    await page.locator('.pane-list').waitFor();
  }
  await makeGroup(zhangs, '周末爬山', [li, wang]);

  // Whoever is named has a badge of their own.
  await zhangs.page.locator('textarea').fill('明天见 @李');
  await zhangs.page.getByRole('option', { name: li.name }).click();
  await zhangs.page.locator('textarea').press('Enter');
  await rowOf(lis, '周末爬山').locator('.badge').first().waitFor();
  await rowOf(lis, '周末爬山').click();
  await bubble(lis.page, `明天见 @${li.name}`).waitFor();
  await rowOf(wangs, '周末爬山').click();
  await bubble(wangs.page, '明天见').waitFor();

  // The ticks tell who has read, and name them.
  await zhangs.page.locator('.message-own .ticks-read').last().waitFor();
  const readers = zhangs.page.getByRole('dialog');
  const openReaders = async () => {
    await zhangs.page.locator('.ticks-button').last().click();
    await readers.locator('.people-row').first().waitFor();
    return readers.locator('.people-row').count();
  };
  const closeReaders = async () => {
    await zhangs.page.keyboard.press('Escape');
    await readers.waitFor({ state: 'detached' });
  };
  // The ticks change with the first reader; the second one may still be on the way.
  while ((await openReaders()) < 2) await closeReaders();
  for (const { name } of [li, wang]) await readers.locator('.people-row', { hasText: name }).waitFor();
  await closeReaders();

  // The others see who types, each in their language.
  await lis.page.locator('textarea').pressSequentially('I am');
  await zhangs.page.locator('.main-state', { hasText: '正在输入' }).waitFor();
  await say(lis, 'I am in');
  for (const { page } of [zhangs, wangs]) await bubble(page, 'I am in').waitFor();

  // A muted conversation counts in grey and stays out of the total.
  await wangs.page.goto('/');
  await rowOf(wangs, '周末爬山').click({ button: 'right' });
  await wangs.page.getByRole('menuitem', { name: '一直静音' }).click();
  await rowOf(wangs, '周末爬山').getByText('已静音').waitFor({ state: 'attached' });
  await say(zhangs, '带水');
  await rowOf(wangs, '周末爬山').locator('.badge').first().waitFor();
  expect(await wangs.page.title()).not.toMatch(/^\(/);

  // Who was removed gets nothing that is said later (FAN-5).
  await rowOf(wangs, '周末爬山').click();
  await bubble(wangs.page, '带水').waitFor();
  await zhangs.page.getByRole('button', { name: '会话菜单' }).click();
  await zhangs.page.getByRole('menuitem', { name: '查看详情' }).click();
  await zhangs.page.locator('.pane-details').locator('li', { hasText: wang.name }).getByRole('button').first().click();
  await zhangs.page.getByRole('menuitem', { name: '移出群组' }).click();
  await zhangs.page.getByRole('dialog').getByRole('button', { name: '移出群组' }).click();
  await zhangs.page.locator('.quiet', { hasText: wang.name }).last().waitFor();
  await say(zhangs, '只有我们了');
  await bubble(lis.page, '只有我们了').waitFor();
  // What is told to a person arrives in order: behind this, nothing of the group is under way any more.
  const direct = await scene.direct(zhang, wang);
  await openTalk(zhangs, direct);
  await say(zhangs, '另外');
  await rowOf(wangs, zhang.name).filter({ hasText: '另外' }).waitFor();
  expect(await bubble(wangs.page, '只有我们了').count()).toBe(0);
});

test('a link lets in whoever signs up for it, once; with approval people ask, and an admin decides', async ({ scene }) => {
  const zhang = await scene.visit({
    as: await scene.signUp('张三'),
    locale: 'zh-CN',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const [ann, li] = [await scene.visit(), await scene.visit({ as: await scene.signUp('李四') })];
  await makeGroup(zhang, '读书会', [await scene.signUp('王五')]);
  const dialog = zhang.page.getByRole('dialog');
  await zhang.page.locator('.main-head-peer').click();
  await zhang.page.getByRole('button', { name: '邀请链接' }).click();
  const link = async (uses: string) => {
    await dialog.getByText(uses, { exact: true }).click();
    const copied = () => zhang.page.evaluate(() => navigator.clipboard.readText());
    const before = await copied();
    await dialog.getByRole('button', { name: '创建链接' }).click();
    await expect.poll(copied, { timeout: 150_000 }).not.toBe(before);
    return copied();
  };

  // Somebody who is signed out comes in by signing up.
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

  // A used link opens nothing; where approval is needed, people wait and are let in.
  const many = await link('不限');
  await zhang.page.keyboard.press('Escape');
  const approval = zhang.page.getByRole('switch', { name: /入群需要管理员同意/ });
  await approval.click();
  await zhang.page.locator('[role=switch][aria-checked=true], [role=switch]:checked').first().waitFor();
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
  await bubble(zhang.page, 'hello').waitFor();

  // A dissolved group is over for everybody.
  await zhang.page.keyboard.press('Escape');
  await zhang.page.getByRole('button', { name: '解散群组' }).click();
  await dialog.getByRole('button', { name: '解散群组' }).click();
  for (const who of [ann, li]) await who.page.getByText('This group was dissolved').waitFor();
});
