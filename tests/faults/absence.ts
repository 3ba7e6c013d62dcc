import { seedHistory } from '../../bench/history.ts';
import { check } from '../support/checker.ts';
import type { Intended } from '../support/history.ts';
import { addDirects } from '../support/people.ts';
import { until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const WAITING = 5000;
const YEAR_MS = 365 * 86_400_000;
const FIRST_SCREEN_MS = 2000;
const COMPLETE_MS = 30_000;

/** A device that was away for a year comes back with its old cursor. */
export const longAbsence: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, {}, async (world): Promise<Outcome> => {
    const waiting = Math.max(200, scaled(WAITING, scale));
    const [conversation = ''] = await addDirects(world.server, [['u0', 'u1']]);
    const [rows] = await world.server.sql({ sql: "SELECT value FROM meta WHERE key = 'epoch'" });
    await seedHistory(world.server, conversation, waiting);
    const client = world.client(1, 'b1', { cursor: `${String(rows?.[0]?.value)}.${Date.now() - YEAR_MS}` });
    const startedAt = performance.now();
    await client.join();
    const page = await fetch(`${world.server.httpUrl}/api/conversations/${conversation}/messages?limit=50`, {
      headers: { authorization: `Bearer ${world.people[1]?.token}` },
    });
    const { messages } = (await page.json()) as { messages: { seq: number }[] };
    const firstScreenMs = performance.now() - startedAt;
    await until(() => client.isSettled && client.shown.length >= waiting, 'everything', COMPLETE_MS).catch(() => {});
    const completeMs = performance.now() - startedAt;
    const stored = await world.stored();
    const intended = stored.map(
      ({ senderId, conversationId, clientMsgId }): Intended => ({ client: senderId, senderId, conversationId, clientMsgId }),
    );
    const verdict = check({ intended, acked: [], stored, views: [client.view()] });
    return {
      scenario: 'long absence',
      promise: 'SYNC-4: a cursor of a year ago is good; all of it comes, in order, and the first screen at once',
      seed,
      asked: { waiting },
      happened: { waiting: stored.length },
      figures: { shown: client.shown.length, firstScreenMs: Math.round(firstScreenMs), completeMs: Math.round(completeMs) },
      problems: [
        ...findings(verdict),
        ...(messages.at(-1)?.seq === waiting ? [] : ['the first screen lacks the newest message']),
        ...(firstScreenMs > FIRST_SCREEN_MS ? [`the first screen took ${Math.round(firstScreenMs)} ms`] : []),
      ],
    };
  });
