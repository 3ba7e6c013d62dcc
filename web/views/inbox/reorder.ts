const SLIDE: KeyframeAnimationOptions = { duration: 240, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)' };
/** Rows from further away do not fly across the screen. */
const FAR_PX = 1500;

/** Slides the rows of a list to their new places. */
export class Reorder {
  #tops = new Map<string, number>();
  #scope = '';

  /** Call it after every change of order. `scope`: identifies the listed set; a new set does not slide. */
  follow(list: HTMLElement, scope: string): void {
    const before = this.#tops;
    const rows = [...list.querySelectorAll<HTMLElement>('[data-id]')];
    this.#tops = new Map(rows.map((row) => [row.dataset.id ?? '', row.offsetTop]));
    const same = scope === this.#scope && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#scope = scope;
    if (!same) return;
    for (const row of rows) {
      const by = (before.get(row.dataset.id ?? '') ?? row.offsetTop) - row.offsetTop;
      if (by !== 0 && Math.abs(by) < FAR_PX) row.animate([{ translate: `0 ${by}px` }, { translate: '0 0' }], SLIDE);
    }
  }
}
