import type { Counts } from './counts.ts';

/** Cloudflare's list prices beyond what the paid plan includes, in dollars per million, as of `date`. */
export const PRICES = {
  date: '2026-11-21',
  workerRequests: 0.3,
  objectRequests: 0.15,
  /** Incoming frames of this number are one request. */
  framesPerRequest: 20,
  rowsRead: 0.001,
  rowsWritten: 1,
  gbSeconds: 12.5,
  /** What an object is billed with while it runs. */
  gbPerObject: 0.128,
} as const;

/**
 * An assumption, not a measurement: what a D1 round trip takes in production beyond what it takes here. While it lasts, two
 * objects wait, the sender's hub and the ledger.
 */
export const ASSUMED_D1_MS = 30;
const OBJECTS_WAITING = 2;

export interface Cost {
  readonly requests: number;
  readonly rowsWritten: number;
  readonly rowsRead: number;
  readonly duration: number;
  readonly total: number;
}

/** Dollars for a million times what was counted. */
export function costPerMillion(counts: Counts): Cost {
  const objectRequests = counts.rpcs + counts.objectHttp + counts.alarms + counts.framesIn / PRICES.framesPerRequest;
  const requests = counts.workerRequests * PRICES.workerRequests + objectRequests * PRICES.objectRequests;
  const rowsWritten = (counts.rowsWritten + counts.setAlarms) * PRICES.rowsWritten;
  const rowsRead = counts.rowsRead * PRICES.rowsRead;
  const objectS = (counts.objectMs + counts.d1RoundTrips * OBJECTS_WAITING * ASSUMED_D1_MS) / 1000;
  const duration = objectS * PRICES.gbPerObject * PRICES.gbSeconds;
  return { requests, rowsWritten, rowsRead, duration, total: requests + rowsWritten + rowsRead + duration };
}
