import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../protocol/close-codes';
import { Down, Page } from '../../protocol/down';
import { ERRORS } from '../../protocol/errors';
import { parseDown, parseUp } from '../../protocol/parse';
import { always, orElse } from '../../protocol/reading';
import { Self } from '../../protocol/records';
import { Up } from '../../protocol/up';
import { PROTOCOL_VERSION, WIRE } from '../../protocol/version';
import { described, fingerprint, roots } from '../support/wire';

/** All exports of all files in `protocol/`. */
async function exported(): Promise<unknown[]> {
  const files = readdirSync('protocol', { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const modules = await Promise.all(files.map((name) => import(/* @vite-ignore */ resolve('protocol', name)) as Promise<object>));
  return modules.flatMap((module) => Object.values(module) as unknown[]);
}

/** Everything that travels: both unions with all their frames, every record, the codes. */
const schemas = roots(await exported());
const wire = { version: PROTOCOL_VERSION, schemas, errors: ERRORS, closes: CLOSE_CODES };

interface Line {
  readonly version: number;
  readonly wire: string;
  readonly what: string;
}

function history(): Line[] {
  const text = readFileSync('docs/protocol.md', 'utf8');
  return [...text.matchAll(/^\| (\d+) \| `([0-9a-f]{8})` \| (.+) \|$/gm)].map(([, version, fingerprint = '', what = '']) => ({
    version: Number(version),
    wire: fingerprint,
    what,
  }));
}

describe('the wire', () => {
  test('GROW-3 the wire matches the newest line of the history in docs/protocol.md', () => {
    const now = fingerprint(wire);
    const newest = history().at(-1);
    expect(
      { version: newest?.version, wire: newest?.wire, constant: WIRE },
      `The wire has changed: its fingerprint is ${now} now. Add a line with it to the history in docs/protocol.md, and set WIRE in
protocol/version.ts. Raise PROTOCOL_VERSION as well unless every older client and server can go on as before.`,
    ).toEqual({ version: PROTOCOL_VERSION, wire: now, constant: now });
  });

  test('GROW-3 each state of the wire has one line, and versions only rise', () => {
    const lines = history();
    expect(new Set(lines.map((line) => line.wire)).size).toBe(lines.length);
    expect(lines.map((line) => line.version)).toEqual(lines.map((line) => line.version).toSorted((a, b) => a - b));
  });

  test('GROW-3 the fingerprint covers everything that travels', () => {
    const told = JSON.stringify(schemas);
    for (const schema of [Up, Down, Page, Self]) expect(told).toContain(JSON.stringify(described(schema)));
    for (const word of ['dissolved', 'forwardedFrom', 'peerReadSeq', 'usesMax', 'userAgent', 'at most 35 bytes'])
      expect(told).toContain(word);
  });
});

/** Frames of the first build of this version with all their fields. They never change; a new version starts a new file. */
function firstFrames(): { readonly up: readonly { type: string }[]; readonly down: readonly { type: string }[] } {
  return JSON.parse(readFileSync(`tests/unit/wire/version-${PROTOCOL_VERSION}.json`, 'utf8'));
}

describe('a version', () => {
  const { up, down } = firstFrames();
  const INCOMPATIBLE = 'An older build cannot go on with this change: raise PROTOCOL_VERSION, and begin a file of first frames for it.';

  test('GROW-3 reads everything that its first build sent, field by field', () => {
    for (const frame of up) expect(parseUp(JSON.stringify(frame)), INCOMPATIBLE).toEqual({ ok: true, frame });
    // Parsed strictly, and as clients parse it.
    for (const frame of down) {
      expect(v.safeParse(Down, frame), INCOMPATIBLE).toMatchObject({ success: true, output: frame });
      expect(parseDown(JSON.stringify(frame)), INCOMPATIBLE).toEqual(frame);
    }
  });

  test('GROW-3 has a first frame for each type that it began with', () => {
    const types = (frames: readonly { type: string }[]) => new Set(frames.map(({ type }) => type)).size;
    expect([types(up), types(down)]).toEqual([9, 14]);
  });
});

/** A schema of each sort that `protocol/` uses; `more` is what a test changes. */
const sample = (more: { fields?: v.ObjectEntries; role?: string; max?: number; event?: string; pattern?: RegExp } = {}) =>
  v.union([
    v.object({
      type: v.literal('a'),
      list: v.array(v.object({ id: v.pipe(v.string(), v.regex(more.pattern ?? /^x$/), v.maxLength(more.max ?? 4)) })),
      role: v.optional(v.picklist(['owner', more.role ?? 'member'])),
      text: v.pipe(
        v.string(),
        v.check((value) => value.length < (more.max ?? 4), `at most ${more.max ?? 4}`),
      ),
      ...more.fields,
    }),
    v.object({
      type: v.literal('b'),
      event: orElse(v.variant('event', [v.object({ event: v.literal(more.event ?? 'left') })]), always({ event: 'unsupported' })),
    }),
  ]);

describe('the fingerprint', () => {
  const plain = fingerprint(sample());

  test.each([
    ['a field', { fields: { field: v.string() } }],
    ['an optional field', { fields: { field: v.optional(v.string()) } }],
    ['a value of a list of values', { role: 'guest' }],
    ['a limit', { max: 5 }],
    ['a kind deep inside', { event: 'joined' }],
    ['a pattern', { pattern: /^y$/ }],
  ])('GROW-3 changes with %s', (_, more) => {
    expect(fingerprint(sample(more))).not.toBe(plain);
  });

  test('GROW-3 distinguishes an optional field from a required one, and a string from a number', () => {
    const prints = [v.string(), v.optional(v.string()), v.number(), v.nullable(v.string()), v.array(v.string())].map((field) =>
      fingerprint(sample({ fields: { field } })),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('GROW-3 does not change with the order in which fields, kinds and values are written', () => {
    const one = v.variant('type', [
      v.object({ type: v.literal('a'), x: v.string(), y: v.picklist(['p', 'q']) }),
      v.object({ type: v.literal('b') }),
    ]);
    const other = v.variant('type', [
      v.object({ type: v.literal('b') }),
      v.object({ y: v.picklist(['q', 'p']), x: v.string(), type: v.literal('a') }),
    ]);
    expect(fingerprint(other)).toBe(fingerprint(one));
    expect(fingerprint({ b: 1, a: one })).toBe(fingerprint({ a: other, b: 1 }));
  });

  test('GROW-3 does not change when a part gets a name of its own, nor with how a client reads what it does not know', () => {
    const part = v.object({ kind: v.literal('p'), at: v.number() });
    const whole = (entry: v.GenericSchema) => v.object({ list: v.array(entry) });
    const inline = fingerprint(roots([whole(v.object({ at: v.number(), kind: v.literal('p') }))]));
    expect(fingerprint(roots([part, whole(part), 'no schema']))).toBe(inline);
    expect(fingerprint(roots([whole(orElse(part, always(null)))]))).toBe(inline);
    expect(fingerprint(roots([part]))).not.toBe(inline);
  });
});
