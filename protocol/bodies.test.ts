import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type Body, type BodyKind, forwardOf, isMentioned, kindOf, kindsSql, plainOf, SendableBody } from './bodies';

/** One body of each kind; a kind without a sample does not compile. */
const SAMPLES: { readonly [K in BodyKind]: Extract<Body, { kind: K }> } = {
  text: { kind: 'text', text: 'hello', mentions: ['u1'] },
  system: { kind: 'system', event: { event: 'joined', userIds: ['u1'] } },
  recalled: { kind: 'recalled' },
  unsupported: { kind: 'unsupported', mentions: ['u1'] },
};
const author = { userId: 'u9', name: 'Ann' };

describe.each(Object.values(SAMPLES))('a $kind body', (body: Body) => {
  it('can be sent only if its row allows it', () => {
    expect(v.safeParse(SendableBody, body).success).toBe(kindOf(body).sendable);
  });

  it('is forwarded as a body that people may send, or not at all', () => {
    const copy = forwardOf(body, author);
    if (kindOf(body).forwarded === null) expect(copy).toBeUndefined();
    else expect(v.safeParse(SendableBody, copy)).toMatchObject({ success: true, output: { forwardedFrom: author } });
  });

  it('has plain text if people may edit it', () => {
    if (kindOf(body).editable) expect(plainOf(body)).not.toBe('');
  });

  it('is written by the server only if people cannot send it', () => {
    expect(kindOf(body).byServer && kindOf(body).sendable).toBe(false);
  });
});

it('keeps the original author when a forwarded text is forwarded again', () => {
  const first = forwardOf(SAMPLES.text, author);
  expect(first && forwardOf(first, { userId: 'u2', name: 'Ben' })).toEqual({ kind: 'text', text: 'hello', forwardedFrom: author });
});

it('reports people who join without mentioning them', () => {
  expect(kindOf(SAMPLES.system).members(SAMPLES.system)).toEqual(['u1']);
  expect(isMentioned(SAMPLES.system, 'u1')).toBe(false);
  expect(isMentioned(SAMPLES.text, 'u1')).toBe(true);
  expect(isMentioned({ kind: 'text', text: '@all', mentions: ['*'] }, 'anybody')).toBe(true);
});

it('lists body kinds for SQL', () => {
  expect(kindsSql('editable', true)).toBe("('text')");
  expect(kindsSql('counts', false)).toBe("('system')");
});
