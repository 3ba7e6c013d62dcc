// The load generator: one workload from a process of its own. The spec comes by IPC, the result goes back the same way.
import { cpuMsOf, machineBusyMs, memoryOf } from '../../tests/support/processes.ts';
import { sleep } from '../../tests/support/waiting.ts';
import type { Counts } from '../counts.ts';
import { latencyOf } from './latency.ts';
import type { Lane, LoadResult, LoadSpec, Workload } from './spec.ts';
import { Track } from './track.ts';
import { type Connection, wireOf } from './wires.ts';

const CONNECTING_AT_ONCE = 50;
const RUN_LIMIT_MS = 180_000;
/** What is not through this long after the last send is lost. */
const DRAIN_LIMIT_MS = 30_000;
/** Who is slow is not warmed up for ever. */
const WARM_UP_S = 3;
/** Acks and receipts follow the last push by up to this. */
const TRAIL_MS = 600;

async function run(spec: LoadSpec): Promise<LoadResult> {
  const errors: Record<string, number> = {};
  let track = new Track(spec.lanes);
  let lastN = 0;
  const events = {
    acked: (n: number) => track.ack(n),
    shown: (n: number) => track.show(n),
    failed: (code: string) => {
      errors[code] = (errors[code] ?? 0) + 1;
    },
  };
  const connect = wireOf(spec.wire, events, spec.reads);
  const connections: Connection[] = [];
  const connectMs: number[] = [];
  const send = (lane: number, at = performance.now()) => {
    const n = ++lastN;
    const { from } = spec.lanes[lane] as Lane;
    track.start(n, lane, at);
    connections[from]?.send(spec.lanes[lane] as Lane, n, String(Date.now()).padEnd(spec.textLength, 'x'));
  };

  const connectAll = async (count: number, atOnce: number) => {
    let next = 0;
    const one = async () => {
      while (next < count) {
        const index = next++;
        const at = performance.now();
        connections[index] = await connect(index);
        connectMs.push(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  };

  const closed = async (window: number, total: number, seconds = Number.POSITIVE_INFINITY) => {
    track = new Track(spec.lanes);
    const end = performance.now() + seconds * 1000;
    const isOver = () => track.started >= total || performance.now() >= end;
    const next = (lane: number) => {
      if (!isOver()) send(lane);
    };
    track.onFinished = next;
    for (let i = 0; i < window; i++) for (let lane = 0; lane < spec.lanes.length; lane++) next(lane);
    await settle(() => isOver() && track.finished >= track.started, Math.min(RUN_LIMIT_MS, seconds * 1000 + DRAIN_LIMIT_MS));
  };

  const open = async (perS: number, seconds: number) => {
    track = new Track(spec.lanes);
    const total = perS * seconds;
    const start = performance.now() + 20;
    for (let i = 0; i < total; ) {
      for (; i < total && start + (i * 1000) / perS <= performance.now(); i++) send(i % spec.lanes.length, start + (i * 1000) / perS);
      await sleep(1);
    }
    await settle(() => track.finished >= total, DRAIN_LIMIT_MS);
  };

  const settle = async (isDone: () => boolean, limitMs = RUN_LIMIT_MS) => {
    const deadline = performance.now() + limitMs;
    while (!isDone() && performance.now() < deadline) await sleep(5);
  };

  const { workload } = spec;
  const memoryBefore = memoryOf(spec.pids);
  if (workload.kind !== 'storm' && workload.kind !== 'inbox') await connectAll(spec.connections, CONNECTING_AT_ONCE);
  await sleep(300);
  if ('warmUp' in workload && workload.warmUp > 0) await closed(1, workload.warmUp, WARM_UP_S);
  if (spec.meterUrl) await meter(spec.meterUrl, 'DELETE');

  const before = snapshot(spec.pids);
  await work(workload);
  const wallMs = ('total' in workload ? track.lastAt : performance.now()) - before.at;
  const after = snapshot(spec.pids);
  const memoryAfter = memoryOf(spec.pids);
  if (spec.meterUrl) await sleep(TRAIL_MS);
  const counts = spec.meterUrl ? await meter(spec.meterUrl, 'GET') : undefined;
  for (const connection of connections) connection?.close();
  const serverCpuMs = after.server - before.server;
  return {
    messages: track.started,
    pushes: track.pushes,
    lost: track.started - track.finished,
    wallMs,
    perS: (track.finished * 1000) / wallMs,
    shown: latencyOf(track.shown),
    acked: latencyOf(track.acked),
    serverCpuMs,
    foreignMs: Math.max(0, after.machine - before.machine - serverCpuMs - (after.own - before.own)),
    memoryBefore,
    memoryAfter,
    connectMs: latencyOf(connectMs),
    errors,
    ...(counts && { counts }),
  };

  async function work(load: Workload): Promise<void> {
    switch (load.kind) {
      case 'closed':
        return closed(load.window, load.total, load.seconds);
      case 'open':
        return open(load.perS, load.seconds);
      case 'storm':
        return storm(load.perS);
      case 'idle':
        return idle(load.seconds, load.pingEveryMs);
      case 'inbox':
        return inbox(load.times);
    }
  }

  async function storm(perS: number): Promise<void> {
    // The first lane's two people are there already; everybody else comes in the same moment.
    const talkers = 2;
    for (let i = 0; i < talkers; i++) connections[i] = await connect(i);
    track = new Track(spec.lanes);
    let isOver = false;
    const arrivals = Promise.all(
      Array.from({ length: spec.connections - talkers }, async (_, i) => {
        const at = performance.now();
        connections[i + talkers] = await connect(i + talkers);
        connectMs.push(performance.now() - at);
      }),
    ).then(() => {
      isOver = true;
    });
    while (!isOver) {
      send(0);
      await sleep(1000 / perS);
    }
    await arrivals;
    await settle(() => track.finished >= track.started, 20_000);
  }

  async function idle(seconds: number, pingEveryMs: number): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    while (performance.now() < deadline) {
      await sleep(Math.min(pingEveryMs, deadline - performance.now()));
      for (const connection of connections) connection.ping();
    }
  }

  async function inbox(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const at = performance.now();
      const first = await connect(0);
      track.shown.push(performance.now() - at);
      first.close();
      await sleep(50);
      const again = performance.now();
      const second = await connect(0, 'cursor' in first ? first.cursor : undefined);
      track.acked.push(performance.now() - again);
      second.close();
      await sleep(50);
    }
  }
}

function snapshot(pids: readonly number[]) {
  const { user, system } = process.cpuUsage();
  return { at: performance.now(), server: cpuMsOf(pids), own: (user + system) / 1000, machine: machineBusyMs() };
}

async function meter(url: string, method: 'GET' | 'DELETE'): Promise<Counts> {
  const answer = await fetch(url, { method });
  return (await answer.json()) as Counts;
}

process.once('message', (spec: LoadSpec) => {
  run(spec).then(
    (result) => process.send?.({ ok: true, result }, undefined, undefined, () => process.exit(0)),
    (error: unknown) => process.send?.({ ok: false, error: String(error) }, undefined, undefined, () => process.exit(1)),
  );
});
