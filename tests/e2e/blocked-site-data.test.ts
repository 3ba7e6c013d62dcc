import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PASSWORD } from './accounts.ts';
import { test } from './test.ts';
import { launchProfile } from './visitor.ts';

/** What Chromium calls "block" in its content settings. */
const BLOCK = 2;

test.for([
  { locale: 'en-US', submit: 'Sign in', says: /Allow cookies and site data for this site/ },
  { locale: 'zh-CN', submit: '登录', says: /请允许本网站使用 Cookie 和网站数据/ },
])('says in $locale that cookies are needed, where the browser blocks all site data', async ({ locale, submit, says }, { scene }) => {
  const zhang = await scene.signUp('张三');
  const profile = await mkdtemp(join(tmpdir(), 'magpie-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: BLOCK } } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const { context, page, troubles } = await launchProfile(profile, scene.url, locale);
  try {
    await page.goto('/');
    // The setting works.
    const refusal = await page.evaluate(() => {
      try {
        return String(localStorage.length);
      } catch (error) {
        return (error as DOMException).name;
      }
    });
    expect(refusal).toBe('SecurityError');
    await page.locator('input[name=email]').fill(zhang.email);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.getByRole('button', { name: submit, exact: true }).click();
    await page.getByRole('alert').filter({ hasText: says }).waitFor();
    // The form stays, ready for another try.
    await page.locator('button[type=submit]:not([disabled])').waitFor();
    expect(troubles).toEqual([]);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});
