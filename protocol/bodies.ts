import * as v from 'valibot';
import { MENTIONS_MAX, NAME_MAX_CHARS, TEXT_MAX_CHARS } from './limits';
import { always, orElse, standInKind } from './reading';
import { Role } from './roles';
import { id, text } from './text';

export const TextBody = v.object({
  kind: v.literal('text'),
  text: text(1, TEXT_MAX_CHARS),
  /** Ids of the members named in the text, `*` for everyone. */
  mentions: v.optional(v.pipe(v.array(v.union([id, v.literal('*')])), v.maxLength(MENTIONS_MAX))),
  /** The name that the text uses for each of the `mentions`, after its `@`. Clients show the current name of the user instead. */
  mentionNames: v.optional(v.pipe(v.array(text(1, NAME_MAX_CHARS)), v.maxLength(MENTIONS_MAX))),
  /** The author of a forwarded text. */
  forwardedFrom: v.optional(v.object({ userId: id, name: text(0, NAME_MAX_CHARS) })),
});
export type TextBody = v.InferOutput<typeof TextBody>;

/** What happened in a conversation. Only the server writes these events. */
const KnownEvent = v.variant('event', [
  v.object({ event: v.literal('created'), title: v.optional(v.string()) }),
  v.object({ event: v.literal('joined'), userIds: v.array(id), via: v.optional(v.picklist(['invite', 'lobby'])) }),
  v.object({ event: v.literal('left'), userIds: v.array(id) }),
  v.object({ event: v.literal('removed'), userIds: v.array(id) }),
  v.object({ event: v.literal('renamed'), title: v.string() }),
  v.object({ event: v.literal('role'), userIds: v.array(id), role: Role }),
  v.object({ event: v.literal('announcement'), text: v.string() }),
  v.object({ event: v.literal('mutedAll'), on: v.boolean() }),
  v.object({ event: v.literal('settings') }),
  v.object({ event: v.literal('dissolved') }),
]);
export const SystemEvent = orElse(KnownEvent, always({ event: 'unsupported' }));
export type SystemEvent = v.InferOutput<typeof SystemEvent>;

const SystemBody = v.object({ kind: v.literal('system'), event: SystemEvent });

/** What remains of a message after a recall. */
const RecalledBody = v.object({ kind: v.literal('recalled') });

/** Replaces a body that this version does not know; the users that it mentions still count as mentioned. No server sends this kind. */
const UnsupportedBody = v.union([
  v.object({ kind: standInKind('unsupported'), mentions: v.fallback(v.optional(v.array(v.string())), undefined) }),
  always<{ kind: 'unsupported'; mentions?: string[] | undefined }>({ kind: 'unsupported' }),
]);

interface Author {
  readonly userId: string;
  readonly name: string;
}

/** What server and browser need to know about a kind of body. How a kind looks is in the table of the views. */
interface Row<B> {
  /** Whether people may send it; the server writes the other kinds. */
  readonly sendable: boolean;
  /** Whether the server is its author, although it names the user who caused it. */
  readonly byServer: boolean;
  /** Whether unread counts include it. */
  readonly counts: boolean;
  readonly editable: boolean;
  /** The body of a forwarded copy; null if this kind cannot be forwarded. */
  readonly forwarded: ((body: B, author: Author) => B) | null;
  /** Whether clients show it as a small centred line instead of a bubble. */
  readonly quiet: boolean;
  /** Ids of the users it mentions, `*` for everyone. */
  readonly mentions: (body: B) => readonly string[];
  /** Ids of the users whose membership it reports. */
  readonly members: (body: B) => readonly string[];
  /** Ids of the attachments it needs. */
  readonly attachments: (body: B) => readonly string[];
  /** Its text, as people copy it; empty if it has none. */
  readonly plain: (body: B) => string;
  /** The same body, with each name and title in it replaced by `shown(name)`. */
  readonly mapNames: (body: B, shown: (name: string) => string) => B;
}

function row<S extends v.GenericSchema, const R extends Row<v.InferOutput<S>>>(schema: S, answers: R): R & { readonly schema: S } {
  return { ...answers, schema };
}

const none = () => [];
const noText = () => '';
const noNames = <B>(body: B): B => body;

/** One row for each kind that travels. `Body` and `SendableBody` are built from it; a new kind begins here. */
const KINDS = {
  text: row(TextBody, {
    sendable: true,
    byServer: false,
    counts: true,
    editable: true,
    forwarded: ({ text, forwardedFrom }, author) => ({ kind: 'text', text, forwardedFrom: forwardedFrom ?? author }),
    quiet: false,
    mentions: ({ mentions = [] }) => mentions,
    members: none,
    attachments: none,
    plain: (body) => body.text,
    mapNames: ({ forwardedFrom, ...body }, shown) => ({
      ...body,
      ...(forwardedFrom && { forwardedFrom: { ...forwardedFrom, name: shown(forwardedFrom.name) } }),
    }),
  }),
  system: row(SystemBody, {
    sendable: false,
    byServer: true,
    counts: false,
    editable: false,
    forwarded: null,
    quiet: true,
    mentions: none,
    members: ({ event }) => ('userIds' in event ? event.userIds : []),
    attachments: none,
    plain: noText,
    mapNames: (body, shown) => {
      const { event } = body;
      return 'title' in event && event.title !== undefined ? { ...body, event: { ...event, title: shown(event.title) } } : body;
    },
  }),
  recalled: row(RecalledBody, {
    sendable: false,
    byServer: false,
    counts: true,
    editable: false,
    forwarded: null,
    quiet: true,
    mentions: none,
    members: none,
    attachments: none,
    plain: noText,
    mapNames: noNames,
  }),
} as const;

const UNSUPPORTED = row(UnsupportedBody, {
  sendable: false,
  byServer: false,
  counts: true,
  editable: false,
  forwarded: null,
  quiet: false,
  mentions: ({ mentions = [] }) => mentions,
  members: none,
  attachments: none,
  plain: noText,
  mapNames: noNames,
});

type Kinds = (typeof KINDS)[keyof typeof KINDS];
type Known = Kinds['schema'];
type Sendable = Extract<Kinds, { readonly sendable: true }>['schema'];

const rows = /* @__PURE__ */ Object.values<Kinds>(KINDS);

// The cast restores the schema types of the rows, which `Object.values` and `filter` drop.
export const Body = /* @__PURE__ */ orElse(v.variant('kind', rows.map(({ schema }) => schema) as [Known]), UnsupportedBody);
export type Body = v.InferOutput<typeof Body>;
export type BodyKind = Body['kind'];
export type BodyOf<K extends BodyKind> = Extract<Body, { kind: K }>;

/** The bodies that people may send. */
export const SendableBody = /* @__PURE__ */ v.variant(
  'kind',
  rows.filter(({ sendable }) => sendable).map(({ schema }) => schema) as unknown as [Sendable],
);
export type SendableBody = v.InferOutput<typeof SendableBody>;

/** The body of a message after an edit. */
export const Wording = orElse(TextBody, UnsupportedBody);

const BODIES: { readonly [K in BodyKind]: Row<BodyOf<K>> } = { ...KINDS, unsupported: UNSUPPORTED };

/** The row of a body's kind. */
export function kindOf<B extends Body>(body: B): Row<B> {
  return BODIES[body.kind] as unknown as Row<B>;
}

/** The text of a body, as people copy and edit it; empty if it has none. */
export const plainOf = (body: Body): string => kindOf(body).plain(body);

/** Whether the body mentions a user, by id or through `*`. */
export function isMentioned(body: Body, userId: string): boolean {
  return kindOf(body)
    .mentions(body)
    .some((named) => named === userId || named === '*');
}

/** A copy of the body for another conversation; undefined if its kind cannot be forwarded. */
export function forwardOf(body: Body, author: Author): SendableBody | undefined {
  // The test of the table proves that only sendable kinds can be forwarded.
  return kindOf(body).forwarded?.(body, author) as SendableBody | undefined;
}

type BodyFlag = 'sendable' | 'byServer' | 'counts' | 'editable';

/** SQL: the list of the kinds whose `flag` equals `answer`. */
export function kindsSql(flag: BodyFlag, answer: boolean): string {
  const kinds = (Object.keys(BODIES) as BodyKind[]).filter((kind) => BODIES[kind][flag] === answer);
  return `(${kinds.map((kind) => `'${kind}'`).join(', ')})`;
}
