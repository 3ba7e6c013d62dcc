/** What screenshots depend on besides the app's styles: the browser engine and the fonts of each script. */
export interface Surroundings {
  readonly chromium: number;
  /** Width, ascent and descent of each script sample, in hundredths of a pixel. */
  readonly type: Readonly<Record<string, string>>;
}

/** Fixed font stacks, not the app's tokens, because screenshots must show changes of those. */
const SAMPLES: Readonly<Record<string, readonly [font: string, text: string]>> = {
  'Han (fonts-noto-cjk)': ['40px "Noto Sans CJK SC", monospace', '周末爬山鹰'],
  'bold Han (fonts-noto-cjk)': ['700 40px "Noto Sans CJK SC", monospace', '周末爬山Wg'],
  'code (fonts-noto-cjk)': ['40px "Noto Sans Mono CJK SC", serif', '降水 30%'],
  'emoji (fonts-noto-color-emoji)': ['40px "Noto Color Emoji", sans-serif', '🎉👍🍁'],
  'Latin (fonts-liberation)': ['40px "Liberation Sans", monospace', 'Magpie, quickly'],
  'Arabic (fonts-dejavu-core)': ['40px "Liberation Sans", sans-serif', 'مرحبا'],
};

export function surroundings(): Surroundings {
  const canvas = document.createElement('canvas').getContext('2d');
  const type: Record<string, string> = {};
  for (const [name, [font, text]] of Object.entries(SAMPLES)) {
    if (canvas === null) break;
    canvas.font = font;
    const { width, actualBoundingBoxAscent, actualBoundingBoxDescent } = canvas.measureText(text);
    type[name] = [width, actualBoundingBoxAscent, actualBoundingBoxDescent].map((size) => Math.round(size * 100)).join(' ');
  }
  return { chromium: Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 0), type };
}

/** Describes how the environment differs from that of the reference screenshots; empty when it is the same. */
export function differences(here: Surroundings, there: Surroundings): readonly string[] {
  const names = new Set([...Object.keys(here.type), ...Object.keys(there.type)]);
  const type = [...names].filter((name) => here.type[name] !== there.type[name]);
  return [
    ...(here.chromium === there.chromium ? [] : [`Chromium ${here.chromium} instead of ${there.chromium}`]),
    ...type.map((name) => `other type for ${name}`),
  ];
}
