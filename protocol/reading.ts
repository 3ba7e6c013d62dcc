import * as v from 'valibot';

/** A schema as far as it is walked here. */
interface Node extends v.GenericSchema {
  readonly spare?: v.GenericSchema;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly item?: Node;
  readonly wrapped?: Node;
  readonly options?: readonly Node[];
  readonly key?: string;
}

/**
 * A place where a newer server may say what this version does not know. The schema itself stays strict; `tolerant` reads by `spare`
 * whatever the schema refuses.
 */
export function orElse<T extends v.GenericSchema, S extends v.GenericSchema>(
  schema: T,
  spare: S,
): v.GenericSchema<v.InferInput<T>, v.InferOutput<T> | v.InferOutput<S>> {
  return { ...schema, spare } as unknown as v.GenericSchema<v.InferInput<T>, v.InferOutput<T> | v.InferOutput<S>>;
}

/** Reads anything as `value`. */
export const always = <const T>(value: T) =>
  v.pipe(
    v.unknown(),
    v.transform((): T => value),
  );

/** The field that marks a stand-in, whatever was in its place. */
export const standInKind = <const T extends string>(value: T) => v.fallback(v.literal(value), value);

/**
 * The schema as a client reads by it (GROW-1): an optional field that cannot be read counts as absent, an element of a list that cannot
 * be read is left out, texts and lists may be longer than this version allows on the way up, and a place that may grow has its stand-in.
 */
export function tolerant<T extends v.GenericSchema>(schema: T): v.GenericSchema<unknown, v.InferOutput<T>> {
  // The walk changes what is refused, never the type of what is read.
  return relaxed(schema) as v.GenericSchema<unknown, v.InferOutput<T>>;
}

function relaxed(node: Node): v.GenericSchema {
  // With a default, since a field that lacks altogether has its stand-in too.
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
