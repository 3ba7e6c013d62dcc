import { signal } from '@preact/signals';
import { cleanup, render } from '@testing-library/preact';
import { createRef } from 'preact';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { type ListHandle, VirtualList } from './virtual-list';
import { END_ROOM_PX } from './virtualizer';
import './list.css';

interface Item {
  readonly id: string;
  readonly height: number;
}

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

let nextId = 0;
const next = random(7);
const make = (count: number): Item[] =>
  Array.from({ length: count }, () => ({ id: `m${nextId++}`, height: 30 + Math.floor(next() * 170) }));

const items = signal<readonly Item[]>([]);
const height = signal(600);
const grow = new Map<string, (by: number) => void>();
const handle = createRef<ListHandle>();

function Row({ item }: { item: Item }) {
  const [more, setMore] = useState(0);
  grow.set(item.id, setMore);
  return (
    <div class="row" data-id={item.id} style={{ height: `${item.height + more}px` }}>
      {item.id}
    </div>
  );
}

function List() {
  const data = items.value;
  return (
    <div style={{ display: 'flex', height: `${height.value}px`, width: '420px' }}>
      <VirtualList
        count={data.length}
        keyOf={(index) => data[index]?.id ?? ''}
        estimateSize={() => 72}
        row={(index) => {
          const item = data[index];
          return item === undefined ? null : <Row item={item} />;
        }}
        onView={() => undefined}
        handle={handle}
      />
    </div>
  );
}

const scroller = () => {
  const element = handle.current?.element();
  if (element === null || element === undefined) throw new Error('no list');
  return element;
};
const paint = () =>
  new Promise<void>((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done();
      channel.port2.postMessage(0);
    });
  });
const settle = async (frames = 20) => {
  for (let i = 0; i < frames; i++) await paint();
};
const distanceToEnd = () => Math.round(scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight);
const topOf = (id: string) => scroller().querySelector(`[data-id="${id}"]`)?.getBoundingClientRect().top;

/** The first visible row, as the anchor of the reader's eye. */
function anchor(): { id: string; top: number } {
  const edge = scroller().getBoundingClientRect().top + 40;
  for (const row of [...scroller().querySelectorAll<HTMLElement>('.row')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  )) {
    const box = row.getBoundingClientRect();
    if (box.bottom > edge) return { id: row.dataset.id ?? '', top: box.top };
  }
  throw new Error('no row shows');
}

/** The largest displacement of the anchor row in any painted frame after `action`. */
async function drift(action: () => void, frames = 30): Promise<number> {
  const before = anchor();
  action();
  let worst = 0;
  for (let i = 0; i < frames; i++) {
    await paint();
    const top = topOf(before.id);
    worst = Math.max(worst, top === undefined ? Number.POSITIVE_INFINITY : Math.abs(top - before.top));
  }
  return Math.round(worst);
}

async function open(count: number): Promise<void> {
  items.value = make(count);
  height.value = 600;
  render(<List />);
  await settle();
}

async function scrollUp(by: number): Promise<void> {
  for (let done = 0; done < by; done += 150) {
    scroller().scrollTop -= 150;
    await paint();
  }
  await settle();
}

afterEach(() => cleanup());

describe('the message list', () => {
  it('opens at the end', async () => {
    await open(500);
    expect(distanceToEnd()).toBe(0);
  });

  it('shows a short conversation at the bottom', async () => {
    await open(2);
    const last = scroller().querySelector(`[data-id="${items.value[1]?.id}"]`)?.getBoundingClientRect();
    expect(Math.round(last?.bottom ?? 0)).toBe(Math.round(scroller().getBoundingClientRect().bottom) - END_ROOM_PX);
  });

  it('follows appended rows while at the end', async () => {
    await open(500);
    for (let i = 0; i < 5; i++) {
      items.value = [...items.value, ...make(1)];
      await settle(4);
    }
    await settle();
    expect(distanceToEnd()).toBe(0);
  });

  it('stays at the end while the last row grows', async () => {
    await open(500);
    grow.get(items.value.at(-1)?.id ?? '')?.(150);
    await settle();
    expect(distanceToEnd()).toBe(0);
  });

  it('does not move when rows are appended below the reader', async () => {
    await open(500);
    await scrollUp(1500);
    expect(await drift(() => (items.value = [...items.value, ...make(3)]))).toBe(0);
  });

  it('does not move when older messages arrive above', async () => {
    await open(500);
    await scrollUp(1500);
    expect(await drift(() => (items.value = [...make(50), ...items.value]))).toBe(0);
  });

  it('does not move when older messages arrive while the reader is at the very top', async () => {
    await open(40);
    await scrollUp(20_000);
    expect(scroller().scrollTop).toBe(0);
    expect(await drift(() => (items.value = [...make(50), ...items.value]), 60)).toBe(0);
  });

  it('does not move when a row above grows', async () => {
    await open(500);
    await scrollUp(1500);
    const top = scroller().getBoundingClientRect().top;
    const above = [...scroller().querySelectorAll<HTMLElement>('.row')].filter((row) => row.getBoundingClientRect().bottom < top).at(-1);
    expect(above).toBeDefined();
    expect(await drift(() => grow.get(above?.dataset.id ?? '')?.(120))).toBe(0);
  });

  it('does not move when the window slides: 100 rows added in front, 50 removed at the end', async () => {
    await open(900);
    await scrollUp(9000);
    expect(await drift(() => (items.value = [...make(100), ...items.value.slice(0, -50)]))).toBe(0);
  });

  it('keeps the end when the viewport shrinks and grows', async () => {
    await open(500);
    height.value = 320;
    await settle();
    expect(distanceToEnd()).toBe(0);
    height.value = 600;
    await settle();
    expect(distanceToEnd()).toBe(0);
  });

  it('keeps the reader’s place when the viewport shrinks while scrolled up', async () => {
    await open(500);
    await scrollUp(1500);
    expect(await drift(() => (height.value = 320))).toBe(0);
  });

  it('scrolls up through rows of unknown height without jumping back', async () => {
    await open(500);
    let back = 0;
    for (let i = 0; i < 60; i++) {
      const before = anchor();
      scroller().scrollTop -= 100;
      await paint();
      const top = topOf(before.id);
      if (top !== undefined && top - before.top < -3) back++;
    }
    expect(back).toBe(0);
  });

  it('keeps few rows in the document', async () => {
    await open(1000);
    expect(scroller().querySelectorAll('.row').length).toBeLessThanOrEqual(40);
  });
});
