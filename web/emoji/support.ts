/** An emoji of each version that older systems lack, newest first. */
const SAMPLES = [
  [17, '🫪'],
  [16, '🫩'],
  [15.1, '🙂‍↔️'],
  [15, '🫨'],
  [14, '🫠'],
  [13.1, '😮‍💨'],
] as const;

const ALWAYS = 13;

/** The newest version of the emoji standard that this system can draw. The picker leaves out newer ones, which would be empty boxes. */
export function supportedVersion(): number {
  const canvas = new OffscreenCanvas(48, 24);
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (brush === null) return ALWAYS;
  brush.font = '16px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';
  brush.textBaseline = 'top';
  const single = brush.measureText('🙂').width;
  const draws = (emoji: string): boolean => {
    // An unknown sequence falls apart into several pictures.
    if (brush.measureText(emoji).width > single * 1.5) return false;
    brush.clearRect(0, 0, canvas.width, canvas.height);
    brush.fillText(emoji, 0, 0);
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) if (data[i] !== data[i + 1] || data[i + 1] !== data[i + 2]) return true;
    return false;
  };
  return SAMPLES.find(([, emoji]) => draws(emoji))?.[0] ?? ALWAYS;
}
