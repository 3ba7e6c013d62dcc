import { exports } from 'cloudflare:workers';
import type { ConversationSummary, Message } from '../../protocol/records';
import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import type { HubItem } from '../platform/rpc';
import { readSummaries } from '../store/inbox';
import { BRANCH_SIZE, type FanOut, type Parcel } from './fan-out';
import { conversationItem, messageItem } from './items';
import { reachHubs } from './reach';

type AnnounceEnv = Pick<Env, 'DB' | 'USER_HUB'>;

/** What a change of a conversation has to tell, after it was committed (SEND-1). */
export interface Announcement {
  readonly conversationId: string;
  /** The lines that the change left in the log. */
  readonly messages: readonly Message[];
  /** Members with a live lease who get them (FAN-2). */
  readonly audience: readonly string[];
  /** Whose summary changes: they get it as it is for them. */
  readonly summariesFor: readonly string[];
  /** Of those, who see the conversation for the first time: they learn of it before its messages. */
  readonly newcomers?: readonly string[];
}

/** People whose summaries are read at a time. */
const SUMMARIES_MAX = 100;

const spread = (parcels: Parcel[]) => exports.FanOutWorker.deliver(parcels);

/**
 * Tells the hubs of those who are there: the lines, and everyone's own summary. One D1 round trip per 100 summaries and one RPC
 * per person. Never throws: who is not told learns of it by the next sync.
 */
export function announce(env: AnnounceEnv, told: Announcement): Promise<void> {
  return announceBy(reachHubs(env, spread), env.DB, told);
}

/** The same by a `FanOut` that has other items under way, so that all of it arrives in order. */
export async function announceBy(fanOut: FanOut, db: D1Database, told: Announcement): Promise<void> {
  const lines = told.messages.map(messageItem);
  const audience = new Set(told.audience);
  const newcomers = new Set(told.newcomers);
  const summariesFor = new Set(told.summariesFor);
  const linesOnly = lines.length === 0 ? [] : told.audience.filter((userId) => !summariesFor.has(userId));
  const pushes = linesOnly.length === 0 ? [] : [fanOut.pushAll(linesOnly, lines)];
  const waiting = [...summariesFor];
  while (waiting.length > 0) {
    const page = waiting.splice(0, SUMMARIES_MAX);
    const summaries = await summariesOf(db, told.conversationId, page);
    const parcels = page.map((userId): Parcel => {
      const own = audience.has(userId) ? lines : [];
      const summary = summaries.get(userId) ?? [];
      return { userIds: [userId], items: newcomers.has(userId) ? [...summary, ...own] : [...own, ...summary] };
    });
    pushes.push(carry(fanOut, parcels, summariesFor.size));
  }
  await Promise.all(pushes);
}

/** Everybody their own: by this invocation while they are few, else by one for each page. */
async function carry(fanOut: FanOut, parcels: readonly Parcel[], people: number): Promise<void> {
  const full = parcels.filter(({ items }) => items.length > 0);
  if (people > BRANCH_SIZE) {
    // A branch that fails is not repeated: its people learn of it by the next sync.
    await spread(full).catch((error: unknown) => log({ event: 'notify_failed', cause: causeOf(error) }));
    return;
  }
  await Promise.all(full.flatMap(({ userIds, items }) => userIds.map((userId) => fanOut.push(userId, items))));
}

async function summariesOf(db: D1Database, conversationId: string, userIds: readonly string[]): Promise<Map<string, HubItem[]>> {
  try {
    const summaries = await readSummaries(db, conversationId, userIds);
    return new Map([...summaries].map(([userId, summary]) => [userId, [conversationItem(summary)]]));
  } catch (error) {
    log({ event: 'notify_failed', cause: causeOf(error) });
    return new Map();
  }
}

/** Shows a user's connections the conversation as it is for them now; one RPC. Never throws. */
export function tellOwn(env: Pick<Env, 'USER_HUB'>, userId: string, conversation: ConversationSummary): Promise<void> {
  return reachHubs(env).push(userId, [conversationItem(conversation)]);
}
