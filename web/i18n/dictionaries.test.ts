import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { en } from './en';
import { zhCN } from './zh-CN';

const WEB = join(import.meta.dirname, '..');

const source = readdirSync(WEB, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|^(en|zh-CN)\.ts$/.test(entry.name))
  .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
  .join('\n');

/** Prefixes of computed keys: `group.` of `group.${role}`. */
const computed = [...source.matchAll(/`([a-z0-9]+\.(?:[a-zA-Z]+\.)*)\$\{/g)].map(([, prefix = '']) => prefix);

/** The placeholders of a text, sorted. */
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();

it('has no unused texts', () => {
  const keys = Object.keys(zhCN);
  expect(keys.length).toBeGreaterThan(300);
  const unused = keys.filter(
    (key) => !source.includes(`'${key}'`) && !source.includes(`"${key}"`) && !computed.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

it('uses the same placeholders in both languages', () => {
  const chinese: Record<string, string> = zhCN;
  const differing = Object.entries(en).filter(([key, text]) => placeholders(text).join() !== placeholders(chinese[key] ?? '').join());
  expect(differing.map(([key]) => key)).toEqual([]);
});
