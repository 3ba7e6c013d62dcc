import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;
}

const majorsOf = (range: string) => [...range.matchAll(/(?<![.\d])\d+/g)].map(([major]) => Number(major));

test('no package asks npm for a newer Node than the host must have: `npm ci` is quiet', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const host = Math.min(...majorsOf(packages['']?.engines?.node ?? ''));
  expect(host).toBe(20);
  const newer = Object.entries(packages).filter(([, { engines }]) => Math.min(...majorsOf(engines?.node ?? '0')) > host);
  expect(newer.map(([path]) => path)).toEqual([]);
});
