import * as v from 'valibot';

/** The parts of a schema that `tolerant` walks. */
interface Node extends v.GenericSchema {
  readonly spare?: v.GenericSchema;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly item?: Node;
  readonly wrapped?: Node;
  readonly options?: readonly Node[];
  readonly key?: string;
}

/**
 * Marks a place where a newer server may send a value that this version does not know. The schema itself stays strict; `tolerant` parses
 * such a value with `spare`.
 */
export function orElse<T extends v.GenericSchema, S extends v.GenericSchema>(
  schema: T,
  spare: S,
): v.GenericSchema<v.InferInput<T>, v.InferOutput<T> | v.InferOutput<S>> {
  return { ...schema, spare } as unknown as v.GenericSchema<v.InferInput<T>, v.InferOutput<T> | v.InferOutput<S>>;
}

/** Parses any input as `value`. */
export const always = <const T>(value: T) =>
  v.pipe(
    v.unknown(),
    v.transform((): T => value),
  );

/** The kind of a stand-in, whatever kind it replaces. */
export const standInKind = <const T extends string>(value: T) => v.fallback(v.literal(value), value);

/**
 * The schema as clients parse with it (GROW-1): an unreadable optional field counts as absent, an unreadable list element is dropped,
 * texts and lists may exceed the limits of up frames, and a place that may grow has its stand-in.
 */
export function tolerant<T extends v.GenericSchema>(schema: T): v.GenericSchema<unknown, v.InferOutput<T>> {
  // The walk changes which inputs are rejected, never the type of the output.
  return relaxed(schema) as v.GenericSchema<unknown, v.InferOutput<T>>;
}

function relaxed(node: Node): v.GenericSchema {
  // The default makes the stand-in apply to an absent field too.
  return node.spare ? v.optional(v.union([inner(node), node.spare]), null) : inner(node);
}

function inner(node: Node): v.GenericSchema {
  const { entries = {}, item, wrapped, options = [], key = '' } = node;
  switch (node.type) {
    case 'object':
      return v.object(Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, relaxed(entry)])));
    case 'array':
      return item ? readableItems(relaxed(item)) : node;
    case 'optional':
      return wrapped ? v.fallback(v.optional(relaxed(wrapped)), undefined) : node;
    case 'variant':
      return v.variant(key, options.map(inner) as v.VariantOptions<string>);
    case 'union':
      return v.union(options.map(relaxed));
    case 'string':
      return v.string();
    default:
      return node;
  }
}

const readableItems = (item: v.GenericSchema) =>
  v.pipe(
    v.array(v.fallback(v.nullable(item), null)),
    v.transform((items) => items.filter((element) => element !== null)),
  );
