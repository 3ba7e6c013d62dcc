import type { Lane } from './spec.ts';

/** One message that was sent: when, and what became of it. */
interface Sent {
  readonly lane: number;
  readonly at: number;
  isAcked: boolean;
  missing: number;
}

/** Follows messages from send to ack and last screen. Times are ms of the monotonic clock. */
export class Track {
  readonly shown: number[] = [];
  readonly acked: number[] = [];
  pushes = 0;
  started = 0;
  finished = 0;
  lastAt = 0;
  /** Called when a message is acked and on every screen. */
  onFinished: (lane: number) => void = () => {};
  private readonly sent = new Map<number, Sent>();
  private readonly lanes: readonly Lane[];

  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
  }

  start(n: number, lane: number, at: number): void {
    this.started++;
    this.sent.set(n, { lane, at, isAcked: false, missing: this.lanes[lane]?.receivers ?? 0 });
  }

  ack(n: number): void {
    const message = this.sent.get(n);
    if (!message || message.isAcked) return;
    message.isAcked = true;
    this.acked.push(performance.now() - message.at);
    this.finish(n, message);
  }

  show(n: number): void {
    const message = this.sent.get(n);
    if (!message || message.missing === 0) return;
    this.pushes++;
    message.missing--;
    if (message.missing === 0) this.shown.push(performance.now() - message.at);
    this.finish(n, message);
  }

  private finish(n: number, message: Sent): void {
    if (!message.isAcked || message.missing > 0) return;
    this.sent.delete(n);
    this.finished++;
    this.lastAt = performance.now();
    this.onFinished(message.lane);
  }
}
