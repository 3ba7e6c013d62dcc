/** A message as a user saw it at some moment. */
export interface Shown {
  readonly key: string;
  readonly seq: number | undefined;
  readonly text: string;
  /** What was folded into it: edits, a recall, reactions. */
  readonly state: string;
}

export interface LogRow {
  readonly seq: number;
  readonly n: number;
  readonly senderId: string;
  readonly clientMsgId: string;
  readonly text: string;
}

export interface Intended {
  readonly userId: string;
  readonly deviceId: string;
  readonly text: string;
}

/** What was sent, what the log finally holds, and what each device finally shows, including a fresh one. */
export interface History {
  readonly intended: readonly Intended[];
  /** Texts that may have been recalled. */
  readonly recalled: ReadonlySet<string>;
  readonly log: readonly LogRow[];
  readonly views: readonly { readonly device: string; readonly userId: string; readonly rows: readonly Shown[]; readonly unread: number }[];
  /** Recounted from the log, by user. */
  readonly unread: Readonly<Record<string, number>>;
  /** Faults during the run: a key shown twice at once, a row that jumped back, a sent message that vanished. */
  readonly glitches: readonly string[];
}

export interface Verdict {
  readonly lost: string[];
  readonly duplicated: string[];
  readonly outOfOrder: string[];
  readonly phantom: string[];
  readonly unreadWrong: string[];
  readonly disagreeing: string[];
  readonly glitches: readonly string[];
}

/** Checks a history. Pure; every list is empty if nothing is wrong. */
export function judge(history: History): Verdict {
  const verdict: Verdict = {
    lost: [],
    duplicated: [],
    outOfOrder: [],
    phantom: [],
    unreadWrong: [],
    disagreeing: [],
    glitches: history.glitches,
  };
  const meant = new Set(history.intended.map((one) => one.text));
  const stored = new Map<string, number>();
  for (const row of history.log) if (row.text !== 'recalled') stored.set(row.text, (stored.get(row.text) ?? 0) + 1);
  for (const text of meant) if (!stored.has(text) && !history.recalled.has(text)) verdict.lost.push(text);
  for (const [text, times] of stored) {
    if (times > 1) verdict.duplicated.push(text);
    if (!meant.has(text)) verdict.phantom.push(text);
  }
  history.log.forEach((row, i) => {
    if (row.seq !== i + 1) verdict.outOfOrder.push(`seq ${row.seq} in place ${i + 1}`);
  });
  for (const [deviceId, texts] of byDevice(history.intended)) {
    const places = texts.map((text) => history.log.findIndex((row) => row.text === text)).filter((place) => place >= 0);
    if (places.some((place, i) => i > 0 && place < (places[i - 1] ?? 0)))
      verdict.outOfOrder.push(`the log has ${deviceId}’s messages in another order`);
  }
  const truth = history.log.map((row) => `${row.seq} ${row.text}`).join('\n');
  const folded = (rows: readonly Shown[]) => rows.map((row) => row.state).join('\n');
  // The last view is a fresh one: state from events and state from a fetch must be the same.
  const fresh = folded(history.views.at(-1)?.rows ?? []);
  for (const { device, userId, rows, unread } of history.views) {
    if (folded(rows) !== fresh) verdict.disagreeing.push(`${device} has folded\n${folded(rows)}\nbut a fresh device\n${fresh}`);
    const shown = rows.map((row) => `${row.seq ?? 'unsent'} ${row.text}`).join('\n');
    if (shown !== truth) verdict.disagreeing.push(`${device} shows\n${shown}\nbut the log is\n${truth}`);
    if (new Set(rows.map((row) => row.key)).size !== rows.length) verdict.duplicated.push(`${device} shows a key twice`);
    if (unread !== history.unread[userId]) verdict.unreadWrong.push(`${device} counts ${unread}, recounted ${history.unread[userId]}`);
  }
  return verdict;
}

function byDevice(intended: readonly Intended[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const { deviceId, text } of intended) {
    const own = texts.get(deviceId);
    if (own) own.push(text);
    else texts.set(deviceId, [text]);
  }
  return texts;
}

export function isClean(verdict: Verdict): boolean {
  return Object.values(verdict).every((list) => list.length === 0);
}
