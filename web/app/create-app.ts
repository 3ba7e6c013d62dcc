import { computed, signal } from '@preact/signals';
import type { Self } from '../../protocol/records';
import { createApi } from '../api/api';
import { type Fetch, Http } from '../api/http';
import { connectTab } from '../connection/tabs/connect';
import type { AppModel } from '../model/app';
import type { ConnectionStatus, Notice, Refusal } from '../model/connection';
import type { InboxItem } from '../model/inbox';
import type { PeopleModel } from '../model/people';
import { journaled, journalKey } from '../outbox/journal';
import { forgetAccountState } from '../platform/account-state';
import { forgetAccountValues } from '../platform/keep';
import { ServerClock } from '../platform/server-clock';
import { Account } from './account';
import { type Browser, realBrowser } from './browser';
import { createConversations } from './conversations';
import { lazyRareActions } from './lazy-rare-actions';
import { SessionRunner } from './session';

const DEVICE_KEY = 'magpie.device';
/** The user whose data this browser stores. */
const OWNER_KEY = 'magpie.owner';

/** Creates the app without its views. `browser` provides everything from outside. */
export function createApp(browser: Browser = realBrowser()): AppModel {
  const { clock, keep } = browser;
  const account = signal<Account | null>(null);
  const notice = signal<Notice | null>(null);
  const startedAt = clock.now();
  const serverClock = new ServerClock(clock);
  const refusal = signal<Refusal | null>(null);
  const http = new Http(timedFetch(browser, serverClock), () => void sessionOver());
  const api = createApi(http);

  const session: SessionRunner = new SessionRunner({ api, keep, onOpen: open, onClose: close });

  /** Ends the session after a 401 over HTTP. A socket that is refused before it opens does not report this itself. */
  async function sessionOver(): Promise<void> {
    if (session.state.peek().state === 'signedIn') await session.end(true);
  }

  function deviceId(): string {
    const known = keep.get(DEVICE_KEY);
    if (known !== null) return known;
    const made = clock.uuid();
    keep.set(DEVICE_KEY, made);
    return made;
  }

  /** Deletes the stored data of another user before this one opens. */
  async function own(userId: string): Promise<void> {
    const owner = keep.get(OWNER_KEY);
    if (owner !== null && owner !== userId) {
      forgetAccountValues(keep);
      await drop(owner);
    }
    keep.set(OWNER_KEY, userId);
  }

  async function drop(userId: string): Promise<void> {
    keep.set(journalKey(userId), null);
    await browser.deleteStore(userId);
  }

  async function open(self: Self): Promise<void> {
    await own(self.id);
    const store = await browser.openStore(self.id, () => {
      notice.value = 'memoryOnly';
    });
    notice.value = store.lasting ? null : 'memoryOnly';
    const tabDeps = {
      ...browser,
      deviceId: deviceId(),
      userId: self.id,
      onSignedOut: () => void sessionOver(),
      onOtherUser: () => void session.check(),
    };
    const opened = await Account.open({
      clock,
      serverClock,
      api,
      store,
      outboxStore: journaled(store.outbox, keep, self.id),
      self,
      onRefused: (refused) => {
        refusal.value = refused;
      },
      connect: (user) => connectTab(tabDeps, user),
      onSelf: (changed) => {
        session.update(changed);
        if (changed.settings.readReceipts === false) account.peek()?.apply({ type: 'receiptsOff' });
      },
    });
    account.value?.dispose(true);
    account.value = opened;
    closeStore = (wipe) => {
      opened.dispose(wipe === null);
      return (wipe === null ? Promise.resolve() : store.wipe(wipe)).then(() => store.close());
    };
  }

  let closeStore: (wipe: boolean | null) => Promise<void> = () => Promise.resolve();

  /** Deletes the stored data of a user. The outbox stays if the user did not sign out here. */
  async function close(self: Self, outbox: boolean): Promise<void> {
    if (outbox) account.peek()?.tab.signedOut();
    account.value = null;
    await closeStore(outbox);
    closeStore = () => Promise.resolve();
    forgetAccountState();
    forgetAccountValues(keep);
    if (outbox) await drop(self.id);
  }

  const unwatch = browser.watch({
    visible: () => account.peek()?.tab.link.poke('visible'),
    hidden: () => {
      account.peek()?.savePending();
      account.peek()?.tab.link.poke('hidden');
    },
    network: () => account.peek()?.tab.link.poke('network', browser.network()),
    leaving: () => account.peek()?.savePending(),
  });

  const connection = computed<ConnectionStatus>(() => account.value?.status.value ?? { state: 'offline', since: startedAt });
  const noItems: readonly InboxItem[] = [];
  const noItem = signal(undefined);
  const lines = new Map<string, ReturnType<AppModel['inbox']['item']>>();

  void session.start();

  return {
    session: session.model((current, next) => api.changePassword(current, next)),
    devices: {
      async list() {
        const answer = await api.sessions();
        return answer.ok ? { ok: true, value: answer.value.sessions } : answer;
      },
      end: (id) => api.endSession(id),
    },
    connection,
    // A user who asks to reconnect is looking at the page.
    reconnect: () => account.peek()?.tab.link.poke('visible'),
    notice,
    refusal,
    serverNow: () => serverClock.now(),
    inbox: {
      loaded: computed(() => account.value?.loaded.value ?? false),
      items: computed(() => account.value?.items.items.value ?? noItems),
      unreadTotal: computed(() => account.value?.items.unreadTotal.value ?? 0),
      item(id) {
        let line = lines.get(id);
        if (!line) {
          line = computed(() => (account.value?.items.item(id) ?? noItem).value);
          lines.set(id, line);
        }
        return line;
      },
    },
    people: peopleOf(() => account.value?.peopleModel),
    conversations: createConversations(api, () => account.peek()),
    groups: lazyRareActions(async () => (await import('./rare-actions')).createRareActions(http, () => account.peek())),
    drafts: {
      get: (id) => account.value?.drafts.get(id) ?? null,
      set: (id, draft) => account.peek()?.drafts.set(id, draft),
      rewriting: (id) => account.value?.texts.rewriting(id) ?? null,
      startRewriting: (id, seq) => account.peek()?.texts.startRewriting(id, seq),
      rewrite: (id, seq, text) => account.peek()?.texts.rewrite(id, seq, text),
      stopRewriting: (id) => account.peek()?.texts.stopRewriting(id),
    },
    openTimeline(id) {
      const open = account.peek();
      if (!open) throw new Error('Nobody is signed in.');
      return open.openTimeline(id);
    },
    dispose() {
      unwatch();
      void closeStore(null);
      account.value = null;
    },
  };
}

/** Corrects the server clock with the date of every response, which is exact to the second. */
function timedFetch({ clock, fetch }: Browser, serverClock: ServerClock): Fetch {
  return async (url, init) => {
    const sentAt = clock.now();
    const answer = await fetch(url, init);
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (date > 0) serverClock.between(date, date + 1000 + clock.now() - sentAt);
    return answer;
  };
}

/** The people of the signed-in user, behind one object that lives as long as the page. */
function peopleOf(people: () => PeopleModel | undefined): PeopleModel {
  const out = { ok: false, problem: 'unauthenticated' } as const;
  return {
    nameOf: (id) => people()?.nameOf(id) ?? id,
    user: (id) => people()?.user(id),
    presence: (id) => people()?.presence(id),
    watch: (ids) => people()?.watch(ids),
    contactsLoaded: computed(() => people()?.contactsLoaded.value ?? false),
    contacts: computed(() => people()?.contacts.value ?? { contacts: [], requests: [], blocked: [] }),
    search: async (text) => people()?.search(text) ?? out,
    directory: async () => people()?.directory() ?? out,
    loadContacts: async () => people()?.loadContacts() ?? out,
    load: async (id) => people()?.load(id) ?? out,
    request: async (id, note) => (await people()?.request(id, note)) ?? null,
    accept: async (id) => (await people()?.accept(id)) ?? null,
    remove: async (id) => (await people()?.remove(id)) ?? null,
    setAlias: async (id, alias) => (await people()?.setAlias(id, alias)) ?? null,
    block: async (id) => (await people()?.block(id)) ?? null,
    unblock: async (id) => (await people()?.unblock(id)) ?? null,
  };
}
