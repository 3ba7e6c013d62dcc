import { batch } from '@preact/signals';
import { cleanup } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { navigate } from '../../../components/navigation/router';
import { atRest, distanceToEnd, openLong, said, scroller, shown } from '../../../testing/long-conversation';

afterEach(() => cleanup());

describe('the end of an open conversation', () => {
  it('keeps the reader’s place while newer pages load, up to the last page', async () => {
    const fake = await openLong(300);
    fake.hasNewer.value = true;
    await atRest();
    expect(distanceToEnd()).toBe(0);
    for (const [last, hasNewer] of [
      [360, true],
      [400, false],
    ] as const) {
      scroller().scrollTop = scroller().scrollHeight;
      await atRest();
      const known = fake.rows.value.length;
      const before = shown(`第 ${known} 条消息`)?.getBoundingClientRect().top;
      expect(before).toBeDefined();
      batch(() => {
        fake.rows.value = [...fake.rows.value, ...said(known + 1, last)];
        fake.hasNewer.value = hasNewer;
      });
      await atRest();
      expect(shown(`第 ${known} 条消息`)?.getBoundingClientRect().top).toBe(before);
      // A sliver of the next message at the edge of the screen does not count as read.
      await expect.poll(() => fake.calls).toContain(`markRead(${known})`);
      expect(fake.calls).not.toContain(`markRead(${known + 1})`);
    }
    // The present end is the last one, and the list follows it again.
    scroller().scrollTop = scroller().scrollHeight;
    await atRest();
    fake.rows.value = [...fake.rows.value, ...said(401, 401)];
    await expect.poll(() => shown('第 401 条消息')).toBeDefined();
    expect(distanceToEnd()).toBe(0);
  });

  it('loads the next page when the end turns out not to be the last, without a scroll', async () => {
    const fake = await openLong(300);
    expect(fake.calls).not.toContain('loadNewer()');
    // As after a long absence.
    batch(() => {
      fake.rows.value = [...fake.rows.value];
      fake.hasNewer.value = true;
    });
    await expect.poll(() => fake.calls.includes('loadNewer()')).toBe(true);
  });

  it('jumps to an end that must load first, and stays there', async () => {
    const fake = await openLong(300);
    fake.hasNewer.value = true;
    fake.jumpToEnd = async () => {
      await atRest();
      batch(() => {
        fake.rows.value = said(5001, 5060);
        fake.hasNewer.value = false;
      });
      return null;
    };
    scroller().scrollTop = 3000;
    await page.getByRole('button', { name: '跳到最新消息' }).click();
    await expect.poll(() => shown('第 5060 条消息')).toBeDefined();
    await expect.poll(distanceToEnd).toBe(0);
    fake.rows.value = [...fake.rows.value, ...said(5061, 5061)];
    await expect.poll(() => shown('第 5061 条消息')).toBeDefined();
    expect(distanceToEnd()).toBe(0);
  });

  it('jumps to the end when the user sends, wherever they were reading', async () => {
    const fake = await openLong(300);
    const send = async () => {
      await page.getByRole('textbox', { name: '输入消息' }).fill('我说');
      await userEvent.keyboard('{Enter}');
    };
    scroller().scrollTop = 3000;
    await atRest();
    await send();
    await expect.poll(distanceToEnd).toBe(0);
    fake.hasNewer.value = true;
    fake.jumpToEnd = async () => {
      batch(() => {
        fake.rows.value = said(5001, 5060);
        fake.hasNewer.value = false;
      });
      return null;
    };
    scroller().scrollTop = 3000;
    await atRest();
    await send();
    await expect.poll(() => shown('第 5060 条消息')).toBeDefined();
    await expect.poll(distanceToEnd).toBe(0);
  });

  it('centres the requested message although older ones arrive on the way', async () => {
    const fake = await openLong(300);
    fake.rows.value = said(4970, 5070);
    fake.hasOlder.value = true;
    await atRest();
    navigate({ page: 'conversation', id: 'c1', seq: 5000 });
    await expect.poll(() => document.querySelector('.message-flash')).not.toBeNull();
    fake.rows.value = [...said(4910, 4969), ...fake.rows.value];
    await atRest();
    const at = shown('第 5000 条消息')?.getBoundingClientRect();
    const box = scroller().getBoundingClientRect();
    expect(Math.abs((at?.top ?? 0) - (box.top + box.height / 2))).toBeLessThan(box.height / 4);
  });
});
