/** The rows of one answer of a batch. The type is the statement's own word: D1 knows none. */
export function rowsOf<T>(answer: D1Result | undefined): T[] {
  return (answer?.results ?? []) as T[];
}
