// Functions that run inside the page: each is sent there as its source, so it may use nothing from outside itself.

/** What scrolling was like. */
export interface Scrolled {
  /** Time between frames, in ms, ascending. */
  readonly frames: readonly number[];
  /** Frames in which a part of the viewport showed no row although there was one to show. */
  readonly blank: number;
  /** Most rows that stood in the document. */
  readonly rows: number;
  /** Steps backwards of what was on screen, in px, the largest. */
  readonly back: number;
}

/** Scrolls by `step` px a frame for `frames` frames; looks at every frame once it is painted when `look` says so. */
export function scrollBy({ step, frames, look }: { step: number; frames: number; look: boolean }): Promise<Scrolled> {
  const list = document.querySelector('.vlist');
  if (list === null) throw new Error('no list');
  const times: number[] = [];
  let [blank, rows, back] = [0, 0, 0];
  const channel = new MessageChannel();
  const painted = () =>
    new Promise<void>((resolve) => {
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(0);
    });
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const inspect = (before: ReadonlyMap<string, number>): Map<string, number> => {
    const box = list.getBoundingClientRect();
    const tops = new Map<string, number>();
    let covered = box.top;
    const drawn = [...list.querySelectorAll<HTMLElement>('.vlist-row')];
    const places = drawn.map((row) => ({
      key: row.querySelector<HTMLElement>('[data-seq]')?.dataset.seq,
      at: row.getBoundingClientRect(),
    }));
    for (const { key, at } of places.sort((a, b) => a.at.top - b.at.top)) {
      if (at.bottom <= box.top || at.top >= box.bottom) continue;
      if (at.top <= covered + 1) covered = Math.max(covered, at.bottom);
      if (key !== undefined) tops.set(key, at.top);
    }
    if (covered < box.bottom - 1) blank++;
    rows = Math.max(rows, drawn.length);
    for (const [key, top] of tops) {
      const was = before.get(key);
      if (was !== undefined) back = Math.max(back, step < 0 ? was - top : top - was);
    }
    return tops;
  };
  return (async () => {
    let last = await frame();
    let tops = new Map<string, number>();
    for (let i = 0; i < frames; i++) {
      list.scrollTop += step;
      const at = await frame();
      times.push(at - last);
      last = at;
      if (look) {
        await painted();
        tops = inspect(tops);
      }
    }
    return { frames: times.sort((a, b) => a - b), blank, rows: Math.max(rows, list.querySelectorAll('.vlist-row').length), back };
  })();
}

/** Rows that the list holds, drawn or not, by the place of its last one: it goes there to see. */
export async function rowsHeld(): Promise<number> {
  const list = document.querySelector('.vlist');
  if (list === null) throw new Error('no list');
  let last = 0;
  // More may be loaded behind the end meanwhile, and let go in front: what counts is the most.
  for (let i = 0; i < 20; i++) {
    list.scrollTop = list.scrollHeight;
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const row of list.querySelectorAll<HTMLElement>('.vlist-row')) last = Math.max(last, Number(row.dataset.index) + 1);
  }
  return last;
}

/** The first message that shows, and where it stands. */
export function firstShown(): { seq: number; top: number } {
  const list = document.querySelector('.vlist');
  if (list === null) throw new Error('no list');
  const edge = list.getBoundingClientRect().top + 60;
  const shown = [...list.querySelectorAll<HTMLElement>('[data-seq]')]
    .map((row) => ({ seq: Number(row.dataset.seq), at: row.getBoundingClientRect() }))
    .filter(({ at }) => at.bottom > edge)
    .sort((a, b) => a.at.top - b.at.top)[0];
  if (shown === undefined) throw new Error('no message shows');
  return { seq: shown.seq, top: shown.at.top };
}

/** Where a message stands; far away where it is not drawn. */
export function placeOf(seq: number): number {
  return document.querySelector(`.vlist [data-seq="${seq}"]`)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
}

/** How far, in px, the first message that shows was from its place in any of the next frames, as they were painted. */
export async function drift({ frames }: { frames: number }): Promise<number> {
  const list = document.querySelector('.vlist');
  if (list === null) throw new Error('no list');
  const edge = list.getBoundingClientRect().top + 60;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-seq]')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const seq = rows.find((row) => row.getBoundingClientRect().bottom > edge)?.dataset.seq;
  const top = () => list.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect().top;
  const before = top() ?? Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < frames; i++) {
    await new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve();
        channel.port2.postMessage(0);
      });
    });
    worst = Math.max(worst, Math.abs((top() ?? Number.POSITIVE_INFINITY) - before));
  }
  return worst;
}

/** The text of the message right below the line of what is new. */
export function belowUnreadLine(): string {
  const line = document.querySelector('.unread-line')?.getBoundingClientRect();
  if (line === undefined) throw new Error('no line');
  const rows = [...document.querySelectorAll<HTMLElement>('.vlist [data-seq]')].map((row) => ({
    row,
    top: row.getBoundingClientRect().top,
  }));
  const below = rows.filter(({ top }) => top >= line.bottom - 1).sort((a, b) => a.top - b.top)[0];
  return below?.row.textContent ?? '';
}

/** A message that was on screen. */
export interface Passed {
  readonly seq: number;
  readonly text: string;
}

/** Reads on, half a screen at a time, until a message with the text was on screen: what was, in the order in which it came there. */
export async function readThrough(last: string): Promise<Passed[]> {
  const list = document.querySelector('.vlist');
  if (list === null) throw new Error('no list');
  const passed = new Map<number, string>();
  // At the end of what is loaded, what comes next may take a while; a minute says that nothing does.
  for (let still = 0; still < 1000; ) {
    const box = list.getBoundingClientRect();
    const shown = [...list.querySelectorAll<HTMLElement>('[data-seq]')]
      .map((row) => ({ seq: Number(row.dataset.seq), text: row.textContent ?? '', at: row.getBoundingClientRect() }))
      .filter(({ at }) => at.bottom > box.top && at.top < box.bottom)
      .sort((a, b) => a.at.top - b.at.top);
    for (const { seq, text } of shown) if (!passed.has(seq)) passed.set(seq, text);
    if (shown.some(({ text }) => text.includes(last))) break;
    const before = list.scrollTop;
    list.scrollTop += list.clientHeight / 2;
    await new Promise((resolve) => setTimeout(resolve, 60));
    still = list.scrollTop === before ? still + 1 : 0;
  }
  // To the very end: the last one was read when all of it was seen.
  list.scrollTop = list.scrollHeight;
  return [...passed].map(([seq, text]) => ({ seq, text }));
}
