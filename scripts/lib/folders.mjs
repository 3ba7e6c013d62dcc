// The one list of the product's folders: what each holds and which others it may import. biome.json's import rules, the
// table in CONTRIBUTING.md and the map in docs/architecture.md are made from it (`npm run folders`); tests/unit/folders.test.ts holds
// all three, and the tree, to it.

/**
 * @typedef {object} Folder
 * @property {string} path
 * @property {string} holds one line for a newcomer
 * @property {readonly string[]} imports the folders it may import, all of them above it in the list
 */

const STORE = ['worker/store/sql', 'worker/store/people', 'worker/store/log', 'worker/store', 'worker/store/groups'];
const SERVER = ['protocol', 'worker/platform', ...STORE, 'worker/access', 'worker/messaging'];
const HUB = ['worker/hub/limits', 'worker/hub/delivery', 'worker/hub/connection'];
const CORE = ['protocol', 'web/platform', 'web/model', 'web/api'];
const PARTS = ['web/i18n', 'web/icons', 'web/components/navigation', 'web/components', 'web/components/overlays', 'web/components/states'];
const VIEW = [
  'protocol',
  'web/platform',
  'web/model',
  'web/find',
  ...PARTS,
  'web/components/forms',
  'web/markup',
  'web/emoji',
  'web/views/state',
  'web/views/shared',
];
const CONVERSATION = ['web/views/conversation/context', 'web/views/conversation/bodies', 'web/views/conversation/message'];

/** From the bottom up: a folder imports only folders above it in this list, so that there is no circle. */
/** @type {readonly Folder[]} */
export const FOLDERS = [
  { path: 'protocol', holds: 'what browser and server agree on: frames, records, rights, codes, limits', imports: [] },

  { path: 'worker/platform', holds: 'bindings, the RPC interfaces of the objects, the log', imports: ['protocol'] },
  {
    path: 'worker/store/sql',
    holds: 'what all statements share: schema, ids, rows, clock',
    imports: ['protocol', 'worker/platform'],
  },
  { path: 'worker/store/people', holds: 'SQL of users, contacts, sessions, leases', imports: ['protocol', 'worker/store/sql'] },
  {
    path: 'worker/store/log',
    holds: 'SQL of the log: append, change, page, mark',
    imports: ['protocol', 'worker/store/sql', 'worker/store/people'],
  },
  {
    path: 'worker/store',
    holds: 'SQL that reads across: inbox, drafts, handshake',
    imports: ['protocol', 'worker/store/sql', 'worker/store/people', 'worker/store/log'],
  },
  { path: 'worker/store/groups', holds: 'SQL of conversations, members, invites', imports: ['protocol', ...STORE.slice(0, -1)] },
  { path: 'worker/outbound', holds: 'addresses that somebody typed, checked before a fetch', imports: ['protocol', 'worker/platform'] },
  { path: 'worker/access', holds: 'signing up and in, passwords, tokens, throttles', imports: ['protocol', 'worker/platform', ...STORE] },
  { path: 'worker/messaging', holds: "the steps of a message's path: send, commit, fan out", imports: SERVER.slice(0, -1) },
  { path: 'worker/hub/limits', holds: 'what a hub allows: rates, slots, operator settings', imports: ['protocol', 'worker/platform'] },
  { path: 'worker/hub/delivery', holds: 'pushes that wait for an ack (pure)', imports: ['protocol'] },
  { path: 'worker/hub/connection', holds: 'one socket and what it remembers', imports: [...SERVER, ...HUB.slice(0, -1)] },
  { path: 'worker/hub/presence', holds: 'who watches whom, and who is online', imports: [...SERVER, ...HUB] },
  { path: 'worker/hub/commands', holds: 'what each frame of a client does', imports: [...SERVER, ...HUB, 'worker/hub/presence'] },
  {
    path: 'worker/hub',
    holds: 'the Durable Object of a user, and its one alarm',
    imports: [...SERVER, ...HUB, 'worker/hub/presence', 'worker/hub/commands'],
  },
  { path: 'worker/http', holds: 'routes, a file a resource', imports: SERVER },
  {
    path: 'worker',
    holds: '`index.ts`: what is mounted and exported',
    imports: ['worker/http', 'worker/hub', 'worker/messaging', 'worker/platform'],
  },

  { path: 'web/platform', holds: 'clock, ids, guarded storage', imports: [] },
  { path: 'web/find', holds: 'how names are folded, ranked and found, pinyin included (pure)', imports: ['protocol', 'web/platform'] },
  { path: 'web/model', holds: 'what the views see of the app: types only', imports: ['protocol', 'web/platform'] },
  { path: 'web/api', holds: 'HTTP calls', imports: ['protocol', 'web/platform', 'web/model'] },
  { path: 'web/connection', holds: "the link's state machine (pure) and its runner", imports: CORE },
  { path: 'web/people', holds: 'names and profiles', imports: CORE },
  { path: 'web/outbox', holds: 'what is not sent yet (pure) and its runner', imports: CORE },
  { path: 'web/timeline', holds: "a conversation's log and rows", imports: [...CORE, 'web/people', 'web/outbox'] },
  { path: 'web/inbox', holds: 'the list of conversations, reads, drafts', imports: [...CORE, 'web/people', 'web/outbox', 'web/timeline'] },
  { path: 'web/store', holds: 'IndexedDB', imports: [...CORE, 'web/people', 'web/outbox', 'web/timeline', 'web/inbox'] },
  { path: 'web/connection/tabs', holds: 'one socket for all tabs', imports: [...CORE, 'web/connection', 'web/outbox'] },
  {
    path: 'web/app',
    holds: 'puts the app together: session, account, frames',
    imports: [...CORE, 'web/connection', 'web/people', 'web/outbox', 'web/timeline', 'web/inbox', 'web/store', 'web/connection/tabs'],
  },

  { path: 'web/i18n', holds: 'texts in Chinese and English, numbers, dates', imports: ['web/platform'] },
  { path: 'web/icons', holds: 'drawn icons', imports: [] },
  { path: 'web/components/navigation', holds: 'routes, the Back key, layers', imports: ['web/platform'] },
  { path: 'web/components', holds: 'buttons, fields, avatars', imports: ['protocol', 'web/platform', 'web/i18n', 'web/icons'] },
  {
    path: 'web/components/overlays',
    holds: 'dialogs, menus, toasts, tooltips',
    imports: ['web/platform', ...PARTS.slice(0, 4)],
  },
  { path: 'web/components/states', holds: 'lazy parts, empty states, work under way', imports: ['web/platform', ...PARTS.slice(0, 5)] },
  { path: 'web/components/forms', holds: 'forms, their fields and errors', imports: ['protocol', 'web/platform', ...PARTS] },
  { path: 'web/list', holds: 'the virtual list', imports: ['web/platform'] },
  {
    path: 'web/markup',
    holds: 'text to marks and links (pure), and their view',
    imports: ['protocol', 'web/platform', 'web/i18n', 'web/icons'],
  },
  { path: 'web/emoji', holds: 'the emoji picker and its data', imports: ['protocol', 'web/platform', ...PARTS] },
  { path: 'web/views/state', holds: 'what every screen reads: preferences, clock, open dialog', imports: VIEW.slice(0, -2) },
  {
    path: 'web/views/shared',
    holds: 'hooks and small pieces that several screens use',
    imports: VIEW.slice(0, -1),
  },
  { path: 'web/views/people', holds: 'contacts, profiles, choosing people', imports: VIEW },
  { path: 'web/views/settings', holds: 'settings', imports: [...VIEW, 'web/views/people'] },
  { path: 'web/views/conversation/context', holds: 'what rows and composer share', imports: VIEW },
  { path: 'web/views/conversation/bodies', holds: 'how each kind of message looks', imports: [...VIEW, ...CONVERSATION.slice(0, 1)] },
  {
    path: 'web/views/notifications',
    holds: 'system notifications, quiet hours',
    imports: [...VIEW, 'web/views/conversation/bodies'],
  },
  {
    path: 'web/views/conversation/message',
    holds: 'one message: bubble, menu, its dialogs',
    imports: [...VIEW, ...CONVERSATION.slice(0, 2)],
  },
  { path: 'web/views/conversation/list', holds: 'the rows, scrolling, jumping', imports: [...VIEW, 'web/list', ...CONVERSATION] },
  { path: 'web/views/conversation/composer', holds: 'writing: suggestions, paste, commands', imports: [...VIEW, ...CONVERSATION] },
  { path: 'web/views/conversation/pins', holds: 'pinned messages: bar and list', imports: [...VIEW, ...CONVERSATION] },
  {
    path: 'web/views/conversation',
    holds: 'the open conversation: head, bars, panes',
    imports: [...VIEW, ...CONVERSATION, 'web/views/conversation/list', 'web/views/conversation/composer', 'web/views/conversation/pins'],
  },
  { path: 'web/views/inbox', holds: 'the list of conversations', imports: [...VIEW, 'web/views/conversation/bodies'] },
  {
    path: 'web/views/details',
    holds: "a conversation's details, members, invites",
    imports: [...VIEW, 'web/views/people', 'web/views/settings', 'web/views/conversation/bodies'],
  },
  { path: 'web/views/join', holds: 'the page behind an invite link', imports: VIEW },
  {
    path: 'web/views/shell',
    holds: 'the frame: panes, dialogs, shortcuts, sign-in',
    imports: [
      ...VIEW,
      'web/views/notifications',
      'web/views/people',
      'web/views/settings',
      ...CONVERSATION,
      'web/views/conversation/composer',
      'web/views/conversation/pins',
      'web/views/conversation',
      'web/views/inbox',
      'web/views/details',
      'web/views/join',
    ],
  },
  {
    path: 'web',
    holds: '`main.tsx` and the service worker',
    imports: ['web/app', 'web/platform', ...PARTS, 'web/views/state', 'web/views/shared', 'web/views/shell', 'web/styles'],
  },
];

/** Code that serves tests, pictures or styles: nothing of the product may import it, and it may import anything. */
export const OTHER_FOLDERS = ['web/styles', 'web/public', 'web/testing', 'web/views/tests'];
