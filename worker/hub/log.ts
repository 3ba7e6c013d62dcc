/** What a hub reports. No bodies, passwords, tokens or names of people. */
export type HubLog =
  | {
      readonly event: 'store_failed';
      readonly step: 'append' | 'marks' | 'inbox' | 'pull' | 'typing' | 'lease' | 'bodies' | 'change' | 'presence' | 'draft';
      readonly cause: string;
    }
  | { readonly event: 'fan_out_given_up'; readonly items: number }
  | { readonly event: 'handler_failed'; readonly handler: string; readonly cause: string };

export function log(entry: HubLog): void {
  console.warn(JSON.stringify(entry));
}

/** The message of an error, without what a database driver appends of the statement. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
