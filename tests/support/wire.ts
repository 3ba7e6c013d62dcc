import { createHash } from 'node:crypto';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

/**
 * A valibot schema, or a table that holds some, as plain data: what it takes and gives, in an order that does not depend on how the
 * code is written. Functions say nothing; what they check is told by the message beside them. How a client reads what it does not know is
 * no part of it.
 */
export function described(value: unknown): unknown {
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(described);
  if (!isPlain(value)) return typeof value === 'function' ? 'function' : (value ?? null);
  if (value.kind === 'schema') return describedSchema(value);
  if (typeof value.kind === 'string' && 'type' in value) return describedAction(value);
  return sorted(Object.entries(value).map(([name, part]) => [name, described(part)]));
}

const sorted = (parts: readonly (readonly [string, unknown])[]): unknown =>
  Object.fromEntries(parts.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Of these the order says nothing: the first option that fits is the only one. */
const UNORDERED = new Set(['variant', 'picklist']);

function describedSchema(schema: Plain): unknown {
  const { type, options, pipe, entries, item, wrapped, key, literal, fallback } = schema;
  const parts = { entries, item, wrapped, key, literal, fallback };
  const told = Object.entries(parts).filter(([, part]) => part !== undefined);
  const choices = Array.isArray(options) ? options.map(described) : undefined;
  return sorted([
    ['type', type],
    ...told.map(([name, part]) => [name, described(part)] as const),
    ...(choices ? [['options', UNORDERED.has(String(type)) ? choices.toSorted(byText) : choices] as const] : []),
    // The first of a pipe is the schema itself.
    ...(Array.isArray(pipe) ? [['pipe', pipe.slice(1).map(described)] as const] : []),
  ]);
}

function describedAction({ type, requirement, message, expects }: Plain): unknown {
  return { type, requirement: described(requirement), message: described(message), expects: described(expects) };
}

/** The schemas among `values` that are no part of another one, described: it does not matter how they are put together or named. */
export function roots(values: readonly unknown[]): unknown[] {
  const texts = [
    ...new Set(values.filter((value) => isPlain(value) && value.kind === 'schema').map((value) => JSON.stringify(described(value)))),
  ];
  return texts
    .filter((text) => !texts.some((other) => other !== text && other.includes(text)))
    .toSorted()
    .map((text): unknown => JSON.parse(text));
}

/** Eight hexadecimal digits that change with anything that `described` tells. */
export const fingerprint = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(described(value)))
    .digest('hex')
    .slice(0, 8);
