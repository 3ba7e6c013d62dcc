import type { JSX } from 'preact';

export type Art = 'perch' | 'tea' | 'nest' | 'search' | 'letter';

const MAGPIE = (
  <g>
    <path class="ink" d="M48 45c2-9 12-14 21-9 5 3 8 8 11 14l24 33-4 1-15-11c-5 5-13 7-20 4-12-4-18-13-17-24l-9-2 9-6Z" />
    <path class="white" d="M52 58c6 4 10 8 12 14-9 0-14-6-12-14Z" />
    <path class="sheen" d="M61 50c9-1 15 4 19 14l20 20-15-11C75 73 65 62 61 50Z" />
    <circle class="white" cx="57.5" cy="42.5" r="1.8" />
  </g>
);

/** Our own small scenes; each draws a single idea. */
const SCENES: Record<Art, JSX.Element> = {
  perch: (
    <>
      <circle class="soft" cx="82" cy="50" r="42" />
      <path d="M14 88c24-8 60-12 124-6M104 84c8-10 16-14 26-16M124 82c4-4 8-6 14-7" />
      {MAGPIE}
      <path d="M66 78v9M73 79v8" />
    </>
  ),
  tea: (
    <>
      <circle class="soft" cx="76" cy="52" r="42" />
      <path class="fill" d="M46 56h52v10a24 24 0 0 1-24 24h-4a24 24 0 0 1-24-24ZM98 60h6a9 9 0 0 1 0 18h-9M36 98h76" />
      <path d="M60 46c-5-6 5-9 0-16M73 44c-5-7 5-10 0-18M86 46c-5-6 5-9 0-16" />
    </>
  ),
  nest: (
    <>
      <circle class="soft" cx="76" cy="50" r="42" />
      <circle class="fill" cx="58" cy="58" r="11" />
      <circle class="fill" cx="94" cy="58" r="11" />
      <circle class="fill" cx="76" cy="52" r="12" />
      <path class="fill" d="M32 64c30 9 58 9 88 0-2 22-18 36-44 36S34 86 32 64Z" />
      <path d="M38 74c26 10 52 8 78-2M44 86c22 7 44 6 66-3M52 95c16 3 32 3 46-2" />
    </>
  ),
  search: (
    <>
      <circle class="soft" cx="76" cy="52" r="42" />
      <circle class="fill" cx="70" cy="48" r="26" />
      <path d="m89 67 24 24M58 44c3-7 10-10 17-8" />
    </>
  ),
  letter: (
    <>
      <circle class="soft" cx="76" cy="52" r="42" />
      <path class="fill" d="M34 36a8 8 0 0 1 8-8h50a8 8 0 0 1 8 8v22a8 8 0 0 1-8 8H58L46 77V66h-4a8 8 0 0 1-8-8Z" />
      <path class="fill" d="M108 48h6a8 8 0 0 1 8 8v20a8 8 0 0 1-8 8h-4v10L99 84H78a8 8 0 0 1-8-8v-2" />
      <path d="M48 42h38M48 52h24" />
    </>
  ),
};

/** The inside of a drawing of 152 by 112 units. */
export function Scene({ art }: { art: Art }) {
  return SCENES[art];
}
