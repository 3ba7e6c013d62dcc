import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { announce } from './announcer';

afterEach(() => cleanup());

it('clears announced texts at sign-out', async () => {
  const fake = sampleModel(Date.now());
  await mountApp(fake);
  announce('李四：秘密');
  await expect.poll(() => document.body.textContent).toContain('李四：秘密');
  fake.session.value = { state: 'signedOut', ended: false };
  await expect.poll(() => document.body.textContent).not.toContain('李四：秘密');
});
