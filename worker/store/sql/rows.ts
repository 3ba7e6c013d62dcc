/** The rows of one answer of a batch. The caller states their type, because D1 knows none. */
export function rowsOf<T>(answer: D1Result | undefined): T[] {
  return (answer?.results ?? []) as T[];
}
