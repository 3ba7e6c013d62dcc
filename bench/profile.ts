// `node bench/profile.ts [TARGET] [WINDOW]`: where the Worker's script spends its time under load, by function.
import WebSocket from 'ws';
import { generate } from './load/generate.ts';
import { startTarget, type TargetName } from './targets.ts';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const MESSAGES = 20_000;
const SHOWN = 40;

const name = (process.argv[2] ?? 'magpie') as TargetName;
const window = Number(process.argv[3] ?? '1');

/** The part of the inspector's protocol that profiling takes. */
class Inspector {
  private lastId = 0;
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
  }

  static async attach(port: number): Promise<Inspector> {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as { webSocketDebuggerUrl: string }[];
    const url = targets[0]?.webSocketDebuggerUrl;
    if (!url) throw new Error('the runtime offers nothing to profile');
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Inspector(socket);
  }

  ask<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const listen = (data: WebSocket.RawData) => {
        const reply = JSON.parse(String(data)) as { id?: number; result: T };
        if (reply.id !== id) return;
        this.socket.off('message', listen);
        resolve(reply.result);
      };
      this.socket.on('message', listen);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.socket.terminate();
  }
}

const target = await startTarget(name, { people: 200, pairs: 100, group: 0, online: 200 }, { inspect: true });
const inspector = await Inspector.attach(target.server?.inspectorPort ?? 0);
await inspector.ask('Profiler.enable');
await inspector.ask('Profiler.setSamplingInterval', { interval: 200 });
await inspector.ask('Profiler.start');
const { wire, lanes, pids } = target;
const result = await generate({
  wire,
  lanes,
  workload: { kind: 'closed', window, total: MESSAGES, warmUp: 0 },
  connections: 200,
  textLength: 100,
  reads: false,
  pids,
});
const { profile } = await inspector.ask<{ profile: Profile }>('Profiler.stop');
inspector.close();
await target.stop();

const functions = new Map(
  profile.nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'}:${callFrame.lineNumber + 1}`]),
);
const spent = new Map<string, number>();
profile.samples.forEach((id, i) => {
  const key = functions.get(id) ?? '?';
  spent.set(key, (spent.get(key) ?? 0) + (profile.timeDeltas[i] ?? 0) / 1000);
});
console.log(
  `${name}, window ${window}: ${Math.round(result.perS)} messages/s, ${(result.serverCpuMs / MESSAGES).toFixed(3)} ms CPU a message in all`,
);
for (const [key, ms] of [...spent].sort((a, b) => b[1] - a[1]).slice(0, SHOWN))
  console.log(`${((ms * 1000) / MESSAGES).toFixed(1).padStart(8)} µs a message  ${key}`);
process.exit(0);
