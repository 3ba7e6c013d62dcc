/** Letters of other scripts, and digits, that look like Latin letters. */
const ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['аеорсухіјѕԁһԛԝвкмнтгп', 'aeopcyxijsdhqwbkmhtrn'],
    ['αβεηικνορτυχγ', 'abenikvoptuxy'],
    ['01|ı', 'olli'],
  ].flatMap(([from = '', to = '']) => Array.from(from, (character, i) => [character, Array.from(to)[i] ?? character])),
);

/** The skeleton of a name: equal for names that look the same. */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLocaleLowerCase()
    .replace(/[\p{M}\s\p{P}]/gu, '');
  // Small l, capital I and the digit one all look like one stroke.
  return Array.from(plain, (character) => ALIKE[character] ?? character)
    .join('')
    .replaceAll('i', 'l')
    .replaceAll('rn', 'm');
}

/** Maps each member whose name resembles another member's to that name. Two people with the same name count too. */
export function findLookalikes(members: readonly { readonly userId: string; readonly name: string }[]): ReadonlyMap<string, string> {
  const bySkeleton = Map.groupBy(members, ({ name }) => skeleton(name));
  const lookalikes = new Map<string, string>();
  for (const [bones, alike] of bySkeleton) {
    if (bones === '' || alike.length < 2) continue;
    for (const { userId } of alike) {
      const other = alike.find((member) => member.userId !== userId);
      if (other !== undefined) lookalikes.set(userId, other.name);
    }
  }
  return lookalikes;
}
