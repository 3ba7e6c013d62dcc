/** Rises with every sign-out, so that older values are rebuilt. */
let generation = 0;

/** Drops every value made by `accountState`. Call it at sign-out. */
export function forgetAccountState(): void {
  generation++;
}

/** Module state that belongs to the signed-in account. The returned getter builds a new value for each account. */
export function accountState<T>(make: () => T): () => T {
  let builtFor = generation;
  let value = make();
  return () => {
    if (builtFor !== generation) {
      builtFor = generation;
      value = make();
    }
    return value;
  };
}
