/** What a run cost, counted where the product meets the platform. */
export interface Counts {
  workerRequests: number;
  /** Upgrades and other HTTP requests to objects. */
  objectHttp: number;
  /** Calls from one object or Worker to an object. */
  rpcs: number;
  /** Fan-out branches handed to another invocation of the Worker. */
  spreads: number;
  /** Frames that woke a hub; `ping` is answered by the runtime and is not among them. */
  framesIn: number;
  closes: number;
  alarms: number;
  setAlarms: number;
  /** Times a hub was built: at its first use, and after an eviction. */
  hubStarts: number;
  /** D1 calls that cross the network: a `batch` is one. */
  d1RoundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Time during which an object ran or waited for D1 or another object, summed over objects, ms. */
  objectMs: number;
}

export function noCounts(): Counts {
  return {
    workerRequests: 0,
    objectHttp: 0,
    rpcs: 0,
    spreads: 0,
    framesIn: 0,
    closes: 0,
    alarms: 0,
    setAlarms: 0,
    hubStarts: 0,
    d1RoundTrips: 0,
    rowsRead: 0,
    rowsWritten: 0,
    objectMs: 0,
  };
}

/** Each count divided by `by`: per message, per hour. */
export function divided(counts: Counts, by: number): Counts {
  const result = noCounts();
  for (const key of Object.keys(result) as (keyof Counts)[]) result[key] = counts[key] / by;
  return result;
}
