import { expect } from 'vitest';
import { startFrontProxy } from './front-proxy.ts';
import { sayAll, socketOf } from './socket.ts';
import { test } from './test.ts';
import { bubble, inboxRow, say } from './visitor.ts';

test.for(['refused', 'swallowed'] as const)(
  'CONN-11 reads over HTTP where the upgrade is %s, and loses nothing when sockets pass again',
  async (blocks, { scene }) => {
    const [zhang, li] = [await scene.signUp('张三'), await scene.signUp('李四')];
    const conversationId = await scene.direct(zhang, li);
    const socket = await socketOf(scene.url, li);
    await sayAll(socket, conversationId, ['said before']);
    const front = await startFrontProxy(scene.url);
    front.upgrades(blocks);
    try {
      const visiting = await scene.visit({ as: zhang, url: front.url });
      const { page } = visiting;
      await page.goto('/');
      await inboxRow(page, li.name).filter({ hasText: 'said before' }).click();
      await bubble(page, 'said before').waitFor();
      await page.getByText('Live connection blocked').first().waitFor();
      await say(visiting, 'from zhang');
      await bubble(page, 'from zhang').waitFor();
      await sayAll(socket, conversationId, ['said meanwhile']);
      await bubble(page, 'said meanwhile').waitFor();
      front.upgrades('pass');
      await page.getByRole('button', { name: 'Try now' }).first().click();
      await expect.poll(() => page.getByText('Live connection blocked').count(), { timeout: 60_000 }).toBe(0);
      await sayAll(socket, conversationId, ['live again']);
      await bubble(page, 'live again').waitFor();
      const said = ['said before', 'said meanwhile', 'from zhang', 'live again'];
      const shown = async () =>
        (await page.locator('.message').allInnerTexts()).map((text) => said.find((each) => text.includes(each)) ?? text);
      await expect.poll(shown, { timeout: 60_000 }).toEqual(said);
    } finally {
      socket.leave();
      await front.stop();
    }
  },
);
