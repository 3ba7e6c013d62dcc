import type { ConversationSummary, Message } from '../../protocol/records';
import { causeOf, log } from '../access/log';
import type { Env } from '../env';
import { readSummaries } from '../store/inbox';
import { FanOut } from './fan-out';
import { conversationItem, type HubItem, messageItem } from './items';

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

function fanOutOf(env: Pick<Env, 'USER_HUB'>): FanOut {
  return new FanOut({
    hub: (userId) => env.USER_HUB.getByName(userId),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: () => Math.random(),
    onGivenUp: () => log({ event: 'notify_failed', cause: 'hub given up' }),
  });
}

/**
 * Tells the hubs of those who are there: the lines, and everyone's own summary. One D1 round trip per 100 summaries and one RPC
 * per person. Never throws: who is not told learns of it by the next sync.
 */
export async function announce(env: AnnounceEnv, told: Announcement): Promise<void> {
  const fanOut = fanOutOf(env);
  const lines = told.messages.map(messageItem);
  const audience = new Set(told.audience);
  const newcomers = new Set(told.newcomers);
  const summariesFor = [...new Set(told.summariesFor)];
  const waiting = new Set(summariesFor);
  const pushes: Promise<void>[] = [];
  for (const userId of audience) if (!waiting.has(userId) && lines.length > 0) pushes.push(fanOut.push(userId, lines));
  for (let from = 0; from < summariesFor.length; from += SUMMARIES_MAX) {
    const page = summariesFor.slice(from, from + SUMMARIES_MAX);
    const summaries = await summariesOf(env.DB, told.conversationId, page);
    for (const userId of page) {
      const own = audience.has(userId) ? lines : [];
      const summary = summaries.get(userId);
      const items: HubItem[] = newcomers.has(userId) ? [...(summary ?? []), ...own] : [...own, ...(summary ?? [])];
      if (items.length > 0) pushes.push(fanOut.push(userId, items));
    }
  }
  await Promise.all(pushes);
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
  return fanOutOf(env).push(userId, [conversationItem(conversation)]);
}
