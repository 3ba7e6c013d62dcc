import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Locale } from '../../i18n/i18n';
import { fakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { dialog } from '../state/shell-state';

const field = (name: string) => document.querySelector<HTMLInputElement>(`input[name=${name}]`);
const noteOf = (input: Element | null) => document.getElementById(input?.getAttribute('aria-describedby') ?? '')?.textContent;
const submit = () => document.querySelector<HTMLButtonElement>('form button[type=submit]')?.click();

async function openSignIn(locale: Locale = 'zh-CN') {
  const fake = fakeModel();
  fake.session.value = { state: 'signedOut', ended: false };
  await mountApp(fake, { locale });
  await expect.poll(() => field('email')).not.toBeNull();
  return fake;
}

async function openSignUp(locale: Locale = 'zh-CN') {
  const fake = await openSignIn(locale);
  await page.getByRole('button', { name: locale === 'en' ? 'No account yet? Sign up' : '还没有账号？注册' }).click();
  await expect.poll(() => field('name')).not.toBeNull();
  return fake;
}

afterEach(() => {
  dialog.value = null;
  cleanup();
});

describe('the sign-in form', () => {
  it('accepts every address that the server accepts', async () => {
    const fake = await openSignIn();
    await userEvent.fill(field('email') as HTMLInputElement, '读者@example.com');
    await userEvent.fill(field('password') as HTMLInputElement, 'secret-word');
    submit();
    await expect.poll(() => fake.calls).toEqual(['signIn("读者@example.com", "secret-word")']);
  });

  it.each<[Locale, string, string]>([
    ['zh-CN', '请填写此项', '请输入有效的邮箱，例如 name@example.com'],
    ['en', 'Fill this in', 'Enter an address like name@example.com'],
  ])('shows in %s an error under each invalid field, and focuses the first', async (locale, required, wrong) => {
    const fake = await openSignIn(locale);
    expect(document.querySelectorAll('[aria-invalid=true]')).toHaveLength(0);
    submit();
    await expect.poll(() => noteOf(field('email'))).toBe(required);
    expect(noteOf(field('password'))).toBe(required);
    await expect.poll(() => document.activeElement).toBe(field('email'));
    await userEvent.keyboard('me@');
    await expect.poll(() => noteOf(field('email'))).toBe(wrong);
    await userEvent.keyboard('example.com');
    await expect.poll(() => field('email')?.getAttribute('aria-invalid')).toBe('false');
    expect(fake.calls).toEqual([]);
  });
});

describe('the sign-up form', () => {
  it('applies the server’s rules to password and name', async () => {
    const fake = await openSignUp();
    await userEvent.fill(field('name') as HTMLInputElement, '\u200b');
    await userEvent.fill(field('email') as HTMLInputElement, 'me@example.com');
    // Eight UTF-16 units, but four characters.
    await userEvent.fill(field('password') as HTMLInputElement, '😀😀😀😀');
    submit();
    await expect.poll(() => noteOf(field('name'))).toBe('请使用能看见的文字');
    expect(noteOf(field('password'))).toBe('至少 8 个字符');
    expect(field('password')?.getAttribute('aria-invalid')).toBe('true');
    expect(fake.calls).toEqual([]);
  });

  it('accepts a name of 64 emoji, and shows the excess of a longer one', async () => {
    const fake = await openSignUp();
    await userEvent.fill(field('name') as HTMLInputElement, '😀'.repeat(66));
    await expect.poll(() => noteOf(field('name'))).toBe('超出 2 个字');
    await userEvent.fill(field('name') as HTMLInputElement, '😀'.repeat(64));
    await userEvent.fill(field('email') as HTMLInputElement, 'me@example.com');
    await userEvent.fill(field('password') as HTMLInputElement, 'secret-word');
    submit();
    await expect.poll(() => fake.calls).toEqual([`signUp("me@example.com", "secret-word", "${'😀'.repeat(64)}")`]);
  });
});

it('shows a wrong current password under its own field', async () => {
  const fake = sampleModel(Date.now());
  fake.problem = 'wrong_credentials';
  await mountApp(fake, { route: { page: 'settings' } });
  const current = () => document.querySelector<HTMLInputElement>('input[autocomplete=current-password]');
  const next = () => document.querySelector<HTMLInputElement>('input[autocomplete=new-password]');
  await expect.poll(current).not.toBeNull();
  await userEvent.fill(current() as HTMLInputElement, 'not-mine');
  await userEvent.fill(next() as HTMLInputElement, 'long-enough');
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect.poll(() => noteOf(current())).toBe('邮箱或密码不正确。');
  expect(next()?.getAttribute('aria-invalid')).toBe('false');
});

it('saves a single-field dialog on Enter, if the server would accept the text', async () => {
  const fake = sampleModel(Date.now());
  await mountApp(fake, { route: { page: 'conversation', id: 'c1' } });
  dialog.value = { kind: 'rename', conversationId: 'c1', title: '周末爬山' };
  const title = () => document.querySelector<HTMLInputElement>('dialog input');
  await expect.poll(title).not.toBeNull();
  await userEvent.fill(title() as HTMLInputElement, ' ');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => noteOf(title())).toBe('请填写此项');
  await userEvent.keyboard('{Control>}a{/Control}徒步{Enter}');
  await expect.poll(() => document.querySelector('dialog')).toBeNull();
  expect(fake.calls).toContain('update("c1", {"title":"徒步"})');
});

it.each(['signIn', 'signUp', 'settings'])('disables browser validation: %s', async (place) => {
  if (place === 'signIn') await openSignIn();
  else if (place === 'signUp') await openSignUp();
  else await mountApp(sampleModel(Date.now()), { route: { page: 'settings' } });
  await expect.poll(() => document.querySelector('form')).not.toBeNull();
  for (const form of document.querySelectorAll('form')) expect(form.noValidate).toBe(true);
  expect(document.querySelectorAll('form :is([required], [minlength], [maxlength], [pattern], [type=email], [type=url])')).toHaveLength(0);
});
