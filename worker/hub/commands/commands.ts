import { parseUp } from '../../../protocol/parse';
import type { Up } from '../../../protocol/up';
import { causeOf, log } from '../../platform/log';
import type { Connection } from '../connection/connection';
import { Allowances } from '../limits/allowances';
import { Postponed } from '../limits/postponed';
import { type Rate, take } from '../limits/rate';
import { helloCommands, NO_INBOX } from './hello';
import { markCommands } from './marks';
import { messageCommands } from './messages';
import { pageCommands } from './pages';
import type { Command, CommandDeps, CommandTable } from './table';
import { watchCommands } from './watch';
import { writingCommands } from './writing';

/** The rate of all frames on one connection, above what a person or a sync produces. */
const FRAME_RATE: Rate = { perS: 200, burst: 1000 };
/** A client that exceeds `FRAME_RATE` must wait this long, milliseconds; by then the bucket is full again. */
const FLOOD_MS = 5000;

/** The most frames of a connection that may wait for its first welcome; an honest client sends hardly any before it. */
const EARLY_MAX = 64;
const EARLY_WAIT_MS = 1000;

/** A frame and the connection that it arrived on. */
interface ReceivedFrame {
  readonly connection: Connection;
  readonly frame: Up;
}

/** Handles the frames of a user's connections. The table says how each type of frame is limited, queued and handled. */
export class Commands {
  private readonly table: CommandTable;
  private readonly allowances: Allowances;
  private readonly postponed: Postponed<ReceivedFrame>;

  constructor(private readonly deps: CommandDeps) {
    this.table = {
      ...helloCommands(deps),
      ...messageCommands(deps),
      ...markCommands(deps),
      ...writingCommands(deps),
      ...watchCommands(deps),
      ...pageCommands(deps),
    };
    this.allowances = new Allowances(deps.settings);
    this.postponed = new Postponed({
      sleep: deps.sleep,
      onFailure: (error) => log({ event: 'handler_failed', handler: 'message', cause: causeOf(error) }),
    });
  }

  /** Parses and handles one raw frame; a frame that cannot be parsed is answered with one error (SEND-8). */
  handle(connection: Connection, raw: string | ArrayBuffer): void | Promise<void> {
    const taken = take(connection.frameBucket, this.deps.now(), FRAME_RATE);
    connection.frameBucket = taken.bucket;
    if (!taken.ok) return closeFlooding(connection);
    const parsed = parseUp(raw);
    if (!parsed.ok) {
      const { code, message, ...ids } = parsed.refusal;
      return connection.fail(code, message, ids);
    }
    const { frame } = parsed;
    return connection.state.live || this.commandOf(frame).beforeWelcome
      ? this.admit(connection, frame)
      : this.holdUntilWelcome(connection, frame);
  }

  private commandOf(frame: Up): Command<Up> {
    // The row of a frame's type handles frames of that type; TypeScript does not relate the two.
    return this.table[frame.type] as unknown as Command<Up>;
  }

  /**
   * Handles a frame that arrives before the first welcome: after `hello` it waits for the welcome, before `hello` it is refused
   * (CONN-10).
   */
  private holdUntilWelcome(connection: Connection, frame: Up): void | Promise<void> {
    if (!connection.pendingWelcome) return connection.fail('bad_frame', 'The first frame is hello.', idsOf(frame));
    if (connection.earlyFrames >= EARLY_MAX)
      return connection.fail('rate_limited', 'Wait for the welcome.', { ...idsOf(frame), retryAfterMs: EARLY_WAIT_MS });
    connection.earlyFrames++;
    return connection.pendingWelcome.then(() => {
      connection.earlyFrames--;
      if (!connection.isOpen) return;
      if (!connection.state.live) return connection.fail('unavailable', NO_INBOX, idsOf(frame));
      return this.admit(connection, frame);
    });
  }

  /** Runs the frame if its allowance permits, else applies the table's rule for frames over the limit. */
  private admit(connection: Connection, frame: Up): void | Promise<void> {
    const { limit } = this.commandOf(frame);
    if (limit === null) return this.run(connection, frame);
    const { allowance, overLimit: above } = limit;
    const received: ReceivedFrame = { connection, frame };
    const key = above.do === 'postpone' ? `${frame.type} ${above.key(connection, frame)}` : '';
    if (above.do === 'postpone') {
      const newer = (a: ReceivedFrame, b: ReceivedFrame) => (above.newer(a.frame, b.frame) === a.frame ? a : b);
      if (this.postponed.replace(key, received, newer)) return;
    }
    const waitMs = this.allowances.take(allowance, this.deps.now());
    if (waitMs === null) return this.run(connection, frame);
    switch (above.do) {
      case 'refuse':
        return connection.fail('rate_limited', above.message, { ...idsOf(frame), retryAfterMs: waitMs });
      case 'postpone':
        if (this.postponed.add(key, received, waitMs, (newest) => this.runPostponed(newest))) return;
        return connection.fail('rate_limited', 'Too much at once: wait a moment.', { ...idsOf(frame), retryAfterMs: waitMs });
      case 'drop':
        return;
    }
  }

  private async runPostponed({ connection, frame }: ReceivedFrame): Promise<void> {
    await this.run(connection, frame);
    if (connection.isOpen) connection.save();
  }

  private run(connection: Connection, frame: Up): void | Promise<void> {
    const { accept, slot, handle } = this.commandOf(frame);
    accept?.(connection, frame);
    if (slot === undefined) return handle(connection, frame);
    // The connection may have closed while the frame waited.
    return connection[slot].run(async () => (connection.isOpen ? handle(connection, frame) : undefined));
  }
}

/** Sends the delay twice: in an error frame, as for every refusal, and as the reason of the close frame. */
function closeFlooding(connection: Connection): void {
  connection.fail('rate_limited', 'Too many frames: connect again later.', { retryAfterMs: FLOOD_MS });
  connection.close('rate_limited', String(FLOOD_MS));
}

function idsOf(frame: Up): { clientMsgId?: string; requestId?: string } {
  if (frame.type === 'send' || frame.type === 'change') return { clientMsgId: frame.clientMsgId };
  return 'requestId' in frame && frame.requestId !== undefined ? { requestId: frame.requestId } : {};
}
