import { expect } from 'vitest';
import { type Account, PASSWORD } from './accounts.ts';
import { test } from './test.ts';
import { bubble, inboxRow, say, type Visitor } from './visitor.ts';

/** Signs in through the form. */
async function signIn({ page }: Visitor, { email }: Account): Promise<void> {
  await page.goto('/');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').click();
  await page.locator('.auth').waitFor({ state: 'detached' });
}

/** Finds somebody on the page of people and opens the direct conversation with them. */
async function findAndOpen({ page }: Visitor, name: string): Promise<void> {
  await page.goto('/people');
  await page.getByRole('searchbox').fill(name);
  await page.locator('.row', { hasText: name }).first().click();
  await page.locator('textarea').waitFor();
}

test('two people sign in and chat both ways; unread appears and vanishes; a reload keeps everything', async ({ scene }) => {
  const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
  const [zhangs, lis] = [await scene.visit(), await scene.visit()];
  await Promise.all([signIn(zhangs, zhang), signIn(lis, li)]);
  await findAndOpen(zhangs, li.name);
  await say(zhangs, '你好，李四');
  const row = inboxRow(lis.page, zhang.name);
  await row.locator('.badge', { hasText: '1' }).waitFor();
  await row.click();
  await bubble(lis.page, '你好，李四').waitFor();
  await row.locator('.badge').waitFor({ state: 'detached' });
  await say(lis, '你好，张三');
  await bubble(zhangs.page, '你好，张三').waitFor();
  await Promise.all([zhangs.page.reload(), lis.page.reload()]);
  for (const { page } of [zhangs, lis])
    for (const text of ['你好，李四', '你好，张三']) {
      await bubble(page, text).waitFor();
      expect(await bubble(page, text).count()).toBe(1);
    }
});
