import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The tables as types. The migrations define them and explain their columns; `schema.test.ts` proves that both agree. Queries are written
 * by hand, because the product's speed depends on batches that answer everything at once.
 */

export const meta = sqliteTable('meta', { key: text().notNull().primaryKey(), value: text().notNull() });

export const users = sqliteTable(
  'users',
  {
    id: text().notNull().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    nameKey: text('name_key').notNull(),
    about: text().notNull().default(''),
    hue: integer(),
    passwordHash: text('password_hash').notNull(),
    settings: text().notNull().default('{}'),
    lastSeenAt: integer('last_seen_at').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [uniqueIndex('users_email').on(t.email), index('users_name_key').on(t.nameKey)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: text().notNull().primaryKey(),
    userId: text('user_id').notNull(),
    userAgent: text('user_agent').notNull().default(''),
    createdAt: integer('created_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

export const attempts = sqliteTable('attempts', {
  key: text().notNull().primaryKey(),
  count: integer().notNull(),
  since: integer().notNull(),
});

export const contacts = sqliteTable(
  'contacts',
  {
    userId: text('user_id').notNull(),
    peerId: text('peer_id').notNull(),
    state: text({ enum: ['out', 'in', 'accepted'] }).notNull(),
    alias: text(),
    note: text(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.peerId] })],
);

export const blocks = sqliteTable(
  'blocks',
  {
    userId: text('user_id').notNull(),
    blockedId: text('blocked_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.blockedId] })],
);

export const conversations = sqliteTable('conversations', {
  id: text().notNull().primaryKey(),
  kind: text({ enum: ['direct', 'group'] }).notNull(),
  title: text().notNull().default(''),
  hue: integer(),
  announcement: text().notNull().default(''),
  mutedAll: integer('muted_all').notNull().default(0),
  history: text({ enum: ['joined', 'all'] })
    .notNull()
    .default('joined'),
  approval: integer().notNull().default(0),
  memberCount: integer('member_count').notNull(),
  changedAt: integer('changed_at').notNull(),
  createdAt: integer('created_at').notNull(),
  dissolvedAt: integer('dissolved_at'),
});

export const memberships = sqliteTable(
  'memberships',
  {
    conversationId: text('conversation_id').notNull(),
    userId: text('user_id').notNull(),
    role: text({ enum: ['owner', 'admin', 'member'] }).notNull(),
    readSeq: integer('read_seq').notNull().default(0),
    readN: integer('read_n').notNull().default(0),
    /**
     * The seq of the system message about the joining: the mark started there without any reading. The column keeps its first name,
     * because the version that runs while a migration is applied reads it.
     */
    joinedSeq: integer('delivered_seq').notNull().default(0),
    visibleAfterSeq: integer('visible_after_seq').notNull().default(0),
    leftSeq: integer('left_seq'),
    leftView: text('left_view'),
    mutedUntil: integer('muted_until'),
    pinned: integer().notNull().default(0),
    archivedN: integer('archived_n'),
    hiddenN: integer('hidden_n'),
    markedUnread: integer('marked_unread').notNull().default(0),
    joinedAt: integer('joined_at').notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId] }), index('memberships_user').on(t.userId)],
);

export const entries = sqliteTable(
  'entries',
  {
    conversationId: text('conversation_id').notNull(),
    seq: integer().notNull(),
    n: integer().notNull(),
    messageSeq: integer('message_seq').notNull(),
    senderId: text('sender_id').notNull(),
    clientMsgId: text('client_msg_id').notNull(),
    kind: text().notNull(),
    body: text().notNull(),
    replyTo: integer('reply_to'),
    targetSeq: integer('target_seq'),
    hidden: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
    editedBody: text('edited_body'),
    editedAt: integer('edited_at'),
    recalledAt: integer('recalled_at'),
    pinnedAt: integer('pinned_at'),
  },
  (t) => [
    primaryKey({ columns: [t.clientMsgId, t.senderId] }),
    uniqueIndex('entries_seq').on(t.conversationId, t.seq),
    index('entries_edits').on(t.conversationId, t.targetSeq, t.seq).where(sql`kind = 'edit'`),
    index('entries_pins').on(t.conversationId, t.seq).where(sql`pinned_at IS NOT NULL`),
  ],
);

export const reactions = sqliteTable(
  'reactions',
  {
    conversationId: text('conversation_id').notNull(),
    seq: integer().notNull(),
    emoji: text().notNull(),
    userId: text('user_id').notNull(),
    changeSeq: integer('change_seq').notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.seq, t.emoji, t.userId] })],
);

export const mentions = sqliteTable(
  'mentions',
  {
    conversationId: text('conversation_id').notNull(),
    userId: text('user_id').notNull(),
    seq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId, t.seq] })],
);

export const leases = sqliteTable('leases', { userId: text('user_id').notNull().primaryKey(), expiresAt: integer('expires_at').notNull() });

export const invites = sqliteTable(
  'invites',
  {
    code: text().notNull().primaryKey(),
    conversationId: text('conversation_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    usesMax: integer('uses_max'),
    uses: integer().notNull().default(0),
    revokedAt: integer('revoked_at'),
  },
  (t) => [index('invites_conversation').on(t.conversationId)],
);

export const joinRequests = sqliteTable(
  'join_requests',
  {
    conversationId: text('conversation_id').notNull(),
    userId: text('user_id').notNull(),
    note: text(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId] })],
);

export const deletions = sqliteTable(
  'deletions',
  {
    conversationId: text('conversation_id').notNull(),
    userId: text('user_id').notNull(),
    seq: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.userId, t.seq] })],
);

export const nameParts = sqliteTable(
  'name_parts',
  {
    part: text().notNull(),
    userId: text('user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.part, t.userId] }), index('name_parts_user').on(t.userId)],
);

export const unspokenNames = sqliteTable('unspoken_names', { userId: text('user_id').notNull().primaryKey() });

export const drafts = sqliteTable(
  'drafts',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    conversationId: text('conversation_id').notNull(),
    version: integer().notNull(),
    text: text().notNull(),
    replyTo: integer('reply_to'),
  },
  (t) => [primaryKey({ columns: [t.userId, t.conversationId] })],
);
