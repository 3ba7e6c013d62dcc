/**
 * A name folded for search, whatever its script: case, width, compatibility forms and the accents of Latin, Greek and Cyrillic
 * make no difference. Marks of other scripts are letters there and stay.
 */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}
