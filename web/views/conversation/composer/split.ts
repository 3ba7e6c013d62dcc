/** Cuts a text into parts of at most `max` code points, at a line break or a space where one is near. Joined again, they are the text. */
export function splitText(text: string, max: number): string[] {
  const points = Array.from(text);
  const parts: string[] = [];
  let at = 0;
  while (points.length - at > max) {
    let cut = at + max;
    for (let back = cut; back > at + max * 0.8; back--) {
      const before = points[back - 1];
      if (before === '\n' || before === ' ' || before === '。') {
        cut = back;
        break;
      }
    }
    parts.push(points.slice(at, cut).join(''));
    at = cut;
  }
  parts.push(points.slice(at).join(''));
  return parts.filter((part) => part.trim() !== '');
}
