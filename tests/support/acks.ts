const ACK_DELAY_MS = 100;
const ACK_EVERY = 32;

/** Which pushes of one connection are still to be acked: an ack covers an unbroken row of tids only (ACK-2, ACK-7). */
export class Acks {
  private readonly delayMs: number;
  private readonly gapCheck: boolean;
  private lastTid = 0;
  private ackedTid = 0;
  private dueAt = 0;

  constructor(options: { readonly ackDelayMs?: number | undefined; readonly gapCheck?: boolean | undefined }) {
    this.delayMs = options.ackDelayMs ?? ACK_DELAY_MS;
    this.gapCheck = options.gapCheck ?? true;
  }

  /** A new connection counts from one again. */
  restart(): void {
    this.lastTid = 0;
    this.ackedTid = 0;
  }

  /** Notes a push; whether it is time to ack at once. What comes out of turn is applied all the same: its seq decides. */
  pushed(tid: number): boolean {
    if (tid === this.lastTid + 1 || !this.gapCheck) this.lastTid = Math.max(this.lastTid, tid);
    // A push that comes again lost its ack on the way.
    else if (tid <= this.lastTid) this.ackedTid = Math.min(this.ackedTid, tid - 1);
    if (this.dueAt === 0) this.dueAt = performance.now() + this.delayMs;
    return this.lastTid - this.ackedTid >= ACK_EVERY;
  }

  isDue(now: number): boolean {
    return this.dueAt > 0 && now >= this.dueAt;
  }

  /** Acks what there is to ack; `send` says whether it went out. */
  ack(send: (tid: number) => boolean): void {
    this.dueAt = 0;
    if (this.lastTid > this.ackedTid && send(this.lastTid)) this.ackedTid = this.lastTid;
  }
}
