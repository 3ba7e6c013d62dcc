/** What a picture of this app is made of besides its own styles: the engine and the faces of the scripts that it shows. */
export interface Surroundings {
  readonly chromium: number;
  /** For each sample of a script: its width and its reach above and below the line, in hundredths of a pixel. */
  readonly type: Readonly<Record<string, string>>;
}

/** Fixed stacks, not the app's tokens: a change of those is a change of looks and has to be seen. */
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

/** In words, how the surroundings differ from those that the references were made in; empty when they do not. */
export function differences(here: Surroundings, there: Surroundings): readonly string[] {
  const names = new Set([...Object.keys(here.type), ...Object.keys(there.type)]);
  const type = [...names].filter((name) => here.type[name] !== there.type[name]);
  return [
    ...(here.chromium === there.chromium ? [] : [`Chromium ${here.chromium} instead of ${there.chromium}`]),
    ...type.map((name) => `other type for ${name}`),
  ];
}
