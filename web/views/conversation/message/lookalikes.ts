/** Letters of other scripts, and digits, that pass for Latin ones at a glance. */
const ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аеорсухіјѕԁһԛԝвкмнтгп', 'aeopcyxijsdhqwbkmhtrn'],
    ['αβεηικνορτυχγ', 'abenikvoptuxy'],
    ['01|ı', 'olli'],
  ].flatMap(([from = '', to = '']) => Array.from(from, (character, i) => [character, Array.from(to)[i] ?? character])),
);

/** What is left of a name when all that the eye easily takes for something else is the same. */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLocaleLowerCase()
    .replace(/[\p{M}\s\p{P}]/gu, '');
  // Small l, capital I and the digit one are one stroke.
  return Array.from(plain, (character) => ALIKE[character] ?? character)
    .join('')
    .replaceAll('i', 'l')
    .replaceAll('rn', 'm');
}

/** For each member whose name passes for another member's: that other name. Two people of exactly one name are lookalikes too. */
export function findLookalikes(members: readonly { readonly userId: string; readonly name: string }[]): ReadonlyMap<string, string> {
  const bySkeleton = Map.groupBy(members, ({ name }) => skeleton(name));
  const lookalikes = new Map<string, string>();
  for (const [bones, alike] of bySkeleton) {
    if (bones === '' || alike.length < 2) continue;
    for (const { userId } of alike) {
      const other = alike.find((one) => one.userId !== userId);
      if (other !== undefined) lookalikes.set(userId, other.name);
    }
  }
  return lookalikes;
}
