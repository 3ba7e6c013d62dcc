const ACK_DELAY_MS = 100;
const ACK_EVERY = 32;

/** The pushes of one connection that must still be acked: an ack covers only an unbroken row of tids (ACK-2, ACK-7). */
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

  /** Starts again at tid 1 for a new connection. */
  restart(): void {
    this.lastTid = 0;
    this.ackedTid = 0;
  }

  /** Notes a push; returns whether to ack at once. A push out of turn is still applied, because its seq decides. */
  pushed(tid: number): boolean {
    if (tid === this.lastTid + 1 || !this.gapCheck) this.lastTid = Math.max(this.lastTid, tid);
    // A repeated push means that its ack was lost.
    else if (tid <= this.lastTid) this.ackedTid = Math.min(this.ackedTid, tid - 1);
    if (this.dueAt === 0) this.dueAt = performance.now() + this.delayMs;
    return this.lastTid - this.ackedTid >= ACK_EVERY;
  }

  isDue(now: number): boolean {
    return this.dueAt > 0 && now >= this.dueAt;
  }

  /** Acks what must be acked; `send` returns whether the ack was sent. */
  ack(send: (tid: number) => boolean): void {
    this.dueAt = 0;
    if (this.lastTid > this.ackedTid && send(this.lastTid)) this.ackedTid = this.lastTid;
  }
}
