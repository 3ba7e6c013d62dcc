import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppBench, texts, until } from '../testing/app-bench';
import { A } from '../testing/fake-hub';

let bench: AppBench;
beforeEach(() => {
  bench = new AppBench();
});
afterEach(() => bench.close());

describe('forwarding', () => {
  const forwarded = async (note: string) => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    bench.hub.push('from ann');
    await until(() => timeline.rows.value.length === 1);
    const prepare = async () => {
      const sent = await app.groups.forward(timeline.rows.value, [A], note);
      if (!sent.ok) throw new Error(sent.problem);
      return sent.value;
    };
    return { app, timeline, prepare };
  };

  it('sends the copies, then the note, and recalls all of them on undo', async () => {
    const { timeline, prepare } = await forwarded('look');
    const takeBack = await prepare();
    await until(() => timeline.rows.value.filter(({ status }) => status === 'sent').length === 2);
    expect(texts(timeline)).toEqual(['from ann', 'from ann', 'look']);
    takeBack();
    await until(() => timeline.rows.value.filter(({ recalledAt }) => recalledAt !== undefined).length === 2);
    expect(timeline.rows.value[0]?.recalledAt).toBeUndefined();
  });

  it('drops offline copies on undo', async () => {
    const { app, timeline, prepare } = await forwarded('');
    bench.hub.reachable = false;
    bench.hub.cut();
    await until(() => app.connection.value.state === 'offline');
    const takeBack = await prepare();
    await until(() => timeline.rows.value.length === 2);
    takeBack();
    await until(() => timeline.rows.value.length === 1);
  });

  it('recalls copies in flight once they are stored', async () => {
    const { timeline, prepare } = await forwarded('');
    bench.hub.mute = true;
    const takeBack = await prepare();
    await until(() => timeline.rows.value.length === 2);
    takeBack();
    bench.hub.mute = false;
    bench.hub.cut();
    await until(() => timeline.rows.value[1]?.recalledAt !== undefined);
  });
});
