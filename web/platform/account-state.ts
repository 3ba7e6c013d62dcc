/** Counts the accounts that this page has served. */
let served = 0;

/** Drops every value made by `accountState`: the account signed out. */
export function forgetAccountState(): void {
  served++;
}

/** State of a module that belongs to the signed-in account. The returned function gives it, made anew for each account. */
export function accountState<T>(make: () => T): () => T {
  let madeFor = served;
  let value = make();
  return () => {
    if (madeFor !== served) {
      madeFor = served;
      value = make();
    }
    return value;
  };
}
