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

/** What members must receive after a change of a conversation was committed (SEND-1). */
export interface Announcement {
  readonly conversationId: string;
  /** The system messages that the change stored. */
  readonly messages: readonly Message[];
  /** Members with a live lease, who get the messages (FAN-2). */
  readonly audience: readonly string[];
  /** Members whose summary changes; each gets their own. */
  readonly summariesFor: readonly string[];
  /** Those of `summariesFor` who see the conversation for the first time: they get the summary before its messages. */
  readonly newcomers?: readonly string[];
}

/** The number of summaries in one read. */
const SUMMARIES_MAX = 100;

const handOff = (parcels: Parcel[]) => exports.FanOutWorker.deliver(parcels);

/**
 * Sends messages and summaries to the hubs of members who are online. One D1 round trip per 100 summaries and one RPC per member. Never
 * throws: a member who was not reached gets them with the next sync.
 */
export function announce(env: AnnounceEnv, announcement: Announcement): Promise<void> {
  return announceWith(reachHubs(env, handOff), env.DB, announcement);
}

/** Like `announce`, through a `FanOut` that already carries other items, so that all arrive in order. */
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

/** Delivers each member's own parcel: by this invocation if they are few, else by one invocation per page. */
async function deliverSummaries(fanOut: FanOut, parcels: readonly Parcel[], people: number): Promise<void> {
  const full = parcels.filter(({ items }) => items.length > 0);
  if (people > BRANCH_SIZE) {
    // A branch that fails is not retried: its members get the summaries with the next sync.
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

/** Sends a user's connections the current summary of a conversation; one RPC. Never throws. */
export function notifyOwnConnections(env: Pick<Env, 'USER_HUB'>, userId: string, conversation: ConversationSummary): Promise<void> {
  return reachHubs(env).push(userId, [conversationItem(conversation)]);
}
