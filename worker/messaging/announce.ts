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

const handOff = (parcels: Parcel[]) => exports.FanOutWorker.deliver(parcels);

/**
 * Tells the hubs of those who are there: the lines, and everyone's own summary. One D1 round trip per 100 summaries and one RPC
 * per person. Never throws: who is not told learns of it by the next sync.
 */
export function announce(env: AnnounceEnv, announcement: Announcement): Promise<void> {
  return announceWith(reachHubs(env, handOff), env.DB, announcement);
}

/** The same by a `FanOut` that has other items under way, so that all of it arrives in order. */
export async function announceWith(fanOut: FanOut, db: D1Database, announcement: Announcement): Promise<void> {
  const messages = announcement.messages.map(messageItem);
  const audience = new Set(announcement.audience);
  const newcomers = new Set(announcement.newcomers);
  const summariesFor = new Set(announcement.summariesFor);
  const messagesOnly = messages.length === 0 ? [] : announcement.audience.filter((userId) => !summariesFor.has(userId));
  const pushes = messagesOnly.length === 0 ? [] : [fanOut.pushAll(messagesOnly, messages)];
  const remaining = [...summariesFor];
  while (remaining.length > 0) {
    const page = remaining.splice(0, SUMMARIES_MAX);
    const summaries = await summariesOf(db, announcement.conversationId, page);
    const parcels = page.map((userId): Parcel => {
      const visible = audience.has(userId) ? messages : [];
      const summary = summaries.get(userId) ?? [];
      return { userIds: [userId], items: newcomers.has(userId) ? [...summary, ...visible] : [...visible, ...summary] };
    });
    pushes.push(deliverSummaries(fanOut, parcels, summariesFor.size));
  }
  await Promise.all(pushes);
}

/** Everybody their own: by this invocation while they are few, else by one for each page. */
async function deliverSummaries(fanOut: FanOut, parcels: readonly Parcel[], people: number): Promise<void> {
  const full = parcels.filter(({ items }) => items.length > 0);
  if (people > BRANCH_SIZE) {
    // A branch that fails is not repeated: its people learn of it by the next sync.
    await handOff(full).catch((error: unknown) => log({ event: 'notify_failed', cause: causeOf(error) }));
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
export function notifyOwnConnections(env: Pick<Env, 'USER_HUB'>, userId: string, conversation: ConversationSummary): Promise<void> {
  return reachHubs(env).push(userId, [conversationItem(conversation)]);
}
