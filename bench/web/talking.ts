import { bubble, openTalk, say } from '../../tests/e2e/visitor.ts';
import { addPair, quantile, type Stage, times, visit, type WebTime } from './measure.ts';

/** From one person's Enter to the other one's screen, and from the death of a tab to the first message in the next one. */
export async function measureTalking(stage: Stage): Promise<WebTime[]> {
  const { reader, writer, conversationId } = await addPair(stage, 20);
  const [zhang, li] = [await visit(stage, reader, conversationId), await visit(stage, writer, conversationId)];
  await say(zhang, 'warm-up.');
  await bubble(li.page, 'warm-up.').waitFor();
  const shownAt = (text: string) =>
    li.page.evaluate(
      (wanted) =>
        new Promise<number>((resolve) => {
          const look = () => {
            if ([...document.querySelectorAll('.message')].some((element) => element.textContent?.includes(wanted))) resolve(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
      text,
    );
  const shown = await times(stage.runs, async (turn) => {
    const each = await times(50, async (i) => {
      const text = `latency ${turn}-${i}.`;
      await zhang.page.locator('textarea').fill(text);
      const waiting = shownAt(text);
      const sentAt = await zhang.page.evaluate(() => {
        const field = document.querySelector('textarea');
        const at = Date.now();
        field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
        return at;
      });
      return (await waiting) - sentAt;
    });
    return quantile(each, 0.95);
  });
  const moved = await times(stage.runs, async (turn) => {
    const next = await zhang.context.newPage();
    await openTalk({ ...zhang, page: next }, conversationId);
    const [leader] = zhang.context.pages();
    const closedAt = performance.now();
    await leader?.close();
    await say(li, `while it moves ${turn}.`);
    await bubble(next, `while it moves ${turn}.`).waitFor();
    return performance.now() - closedAt;
  });
  for (const { context } of [zhang, li]) await context.close();
  return [
    { what: "Enter to the other person's screen, p95 of 50", limitMs: 150, runsMs: shown },
    { what: 'the tab with the socket dies, until a message comes to the next one', limitMs: 2000, runsMs: moved },
  ];
}
