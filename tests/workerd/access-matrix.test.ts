import { describe, expect, test } from 'vitest';
import { Up } from '../../protocol/up';
import { createApi } from '../../worker/http/api';
import { FRAMES } from './access-frames';
import { BY_LINK, ELSEWHERE, ROUTES } from './access-routes';
import { leaks, scene, WHO } from './access-scene';
import { Client } from './people';
import { call } from './talk';

describe('access matrix', () => {
  const routes = [
    ...new Set(
      createApi()
        .routes.filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ];

  test('every route of the app has a row, and every row a route', () => {
    expect([...Object.keys(ROUTES), ...Object.keys(ELSEWHERE)].sort()).toEqual(routes.sort());
  });

  test('every frame that travels up has a row', () => {
    expect(Object.keys(FRAMES).sort()).toEqual(Up.options.map((option) => option.entries.type.literal).sort());
  });

  test.each(Object.entries(ROUTES))('%s', async (name, { path, body, outcomes }) => {
    const [method = ''] = name.split(' ');
    await Promise.all(
      WHO.map(async (who) => {
        const s = await scene();
        const answer = await call(who === 'anonymous' ? undefined : s.people[who], method, path?.(s) ?? '', body?.(s));
        expect([who, answer.status < 300 ? 'ok' : answer.code]).toEqual([who, outcomes[who]]);
        if (!BY_LINK.includes(name)) expect([who, leaks(who, JSON.stringify(answer.json ?? ''))]).toEqual([who, []]);
        if (outcomes[who] === 'not_found')
          expect(answer).toEqual(await call(s.people.stranger, method, path?.({ ...s, id: 'none' }) ?? '', body?.(s)));
      }),
    );
  });

  test.each(Object.entries(ELSEWHERE))('%s', async (name, code) => {
    const [method = '', path = ''] = name.split(' ');
    const answer = await call(undefined, method, path.replace(/:\w+/g, 'x'), method === 'GET' || method === 'DELETE' ? undefined : {});
    expect(answer.code).toBe(code ?? 'bad_request');
  });

  test.each(Object.entries(FRAMES))('frame %s', async (_, { run, outcomes }) => {
    await Promise.all(
      WHO.map(async (who) => {
        const s = await scene();
        if (who === 'anonymous') {
          await expect(Client.open({ id: s.people.owner.id, sessionId: 'nobody' })).rejects.toThrow('401');
          return;
        }
        const client = await Client.connect(s.people[who]);
        expect([who, await run(s, client)]).toEqual([who, outcomes[who]]);
        expect([who, leaks(who, JSON.stringify(client.frames))]).toEqual([who, []]);
      }),
    );
  });
});
