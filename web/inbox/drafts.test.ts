import { describe, expect, it } from 'vitest';
import { DRAFT_MAX_BYTES } from '../../protocol/limits';
import type { Draft } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { SimClock } from '../testing/sim-clock';
import { DeviceTexts } from './device-texts';
import { Drafts } from './drafts';

const A = 'a';

/** The server's side of drafts: it stores the highest version and sends it to all other devices. */
class Server {
  readonly clock = new SimClock(1);
  readonly devices: Device[] = [];
  draft: Draft | undefined;
  frames = 0;

  receive(draft: Draft, from: Device): void {
    this.frames++;
    expect(new TextEncoder().encode(draft.text).length).toBeLessThanOrEqual(DRAFT_MAX_BYTES);
    if (draft.version <= (this.draft?.version ?? -1)) return;
    this.draft = draft;
    for (const device of this.devices) if (device !== from && device.online) device.drafts.receive(draft);
  }

  device(store = memoryStore()): Device {
    const device = new Device(this, store);
    this.devices.push(device);
    return device;
  }
}

class Device {
  online = true;
  readonly sent: Up[] = [];
  readonly texts: DeviceTexts;
  readonly drafts: Drafts;

  constructor(
    private readonly server: Server,
    readonly store: Store,
  ) {
    const { clock } = server;
    this.texts = new DeviceTexts({ clock, store });
    this.drafts = new Drafts({
      clock,
      serverNow: () => clock.now(),
      send: (frame) => {
        if (!this.online || frame.type !== 'draft') return false;
        this.sent.push(frame);
        const { type: _, requestId: __, ...draft } = frame;
        server.receive(draft, this);
        return true;
      },
      store,
      texts: this.texts,
    });
  }

  write(text: string): void {
    this.drafts.set(A, text === '' ? null : { text });
  }

  get text(): string {
    return this.drafts.get(A)?.text ?? '';
  }

  /** A new page on the same store. */
  async reload(): Promise<Device> {
    this.drafts.savePending();
    this.texts.savePending();
    const next = this.server.device(this.store);
    for (const text of await this.store.loadDeviceTexts()) next.texts.restore(text);
    for (const draft of await this.store.loadDrafts()) next.drafts.apply(draft);
    return next;
  }

  /** Does what follows a `welcome`: receives the shared draft, then resends its own. */
  reconnect(): void {
    this.online = true;
    if (this.server.draft) this.drafts.receive(this.server.draft);
    this.drafts.resend();
  }
}

const REST_MS = 1000;

describe('drafts of several devices', () => {
  it('shares a draft of the length of several messages completely', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.write('长'.repeat(5000));
    await server.clock.advance(REST_MS);
    expect(laptop.text).toBe('长'.repeat(5000));
    expect(phone.drafts.get(A)?.onlyHere).toBeUndefined();
  });

  it('keeps a draft that is too long to share on its device, and shares its beginning', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    const long = '长'.repeat(20_000);
    phone.write(long);
    await server.clock.advance(REST_MS);
    expect(phone.drafts.get(A)).toEqual({ text: long, replyTo: undefined, onlyHere: true });
    expect(long.startsWith(laptop.text.replace(/ …$/, ''))).toBe(true);
    expect(laptop.text.length).toBeGreaterThan(5000);
  });

  it('keeps the long draft when another device edits the older short one, also after a reload', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.write('a'.repeat(3000));
    await server.clock.advance(REST_MS);
    const long = 'b'.repeat(100_000);
    phone.write(long);
    await server.clock.advance(REST_MS);
    laptop.write(`${'a'.repeat(3000)}!`);
    await server.clock.advance(REST_MS);
    expect(phone.text).toBe(long);
    const reloaded = await phone.reload();
    expect(reloaded.text).toBe(long);
    expect(laptop.text).toBe(`${'a'.repeat(3000)}!`);
  });

  it('shows the draft of another device after the long one is sent', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.write('b'.repeat(100_000));
    await server.clock.advance(REST_MS);
    laptop.write('of the laptop');
    await server.clock.advance(REST_MS);
    phone.write('');
    expect(phone.text).toBe('of the laptop');
    expect(laptop.text).toBe('of the laptop');
  });

  it('clears a sent long draft on the other devices', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.write('b'.repeat(100_000));
    await server.clock.advance(REST_MS);
    phone.write('');
    await server.clock.advance(REST_MS);
    expect([phone.text, laptop.text]).toEqual(['', '']);
  });

  it('shares a long draft again when it becomes short enough', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.write('b'.repeat(100_000));
    await server.clock.advance(REST_MS);
    phone.write('short');
    await server.clock.advance(REST_MS);
    expect([phone.text, laptop.text]).toEqual(['short', 'short']);
    expect(phone.drafts.get(A)?.onlyHere).toBeUndefined();
  });

  it('sends nothing for keystrokes after the shared beginning of a long draft', async () => {
    const server = new Server();
    const phone = server.device();
    for (let i = 0; i < 5; i++) {
      phone.write('b'.repeat(100_000 + i));
      await server.clock.advance(REST_MS);
    }
    expect(server.frames).toBe(1);
  });

  it('keeps a draft written offline beside a newer draft of another device', async () => {
    const server = new Server();
    const [phone, laptop] = [server.device(), server.device()];
    phone.online = false;
    phone.write('in the tunnel');
    await server.clock.advance(REST_MS);
    laptop.write('at the desk');
    await server.clock.advance(REST_MS);
    phone.reconnect();
    expect([phone.text, phone.drafts.get(A)?.onlyHere]).toEqual(['in the tunnel', true]);
    expect(laptop.text).toBe('at the desk');
    phone.write('');
    expect(phone.text).toBe('at the desk');
  });

  it('resends a draft that the hub refused', async () => {
    const server = new Server();
    const phone = server.device();
    phone.write('hello');
    await server.clock.advance(REST_MS);
    const [frame] = phone.sent;
    const requestId = frame?.type === 'draft' ? frame.requestId : undefined;
    phone.drafts.refused({ type: 'error', code: 'unavailable', message: '', retryable: true, retryAfterMs: 5000, requestId });
    await server.clock.advance(4000);
    expect(phone.sent).toHaveLength(1);
    await server.clock.advance(2000);
    expect(phone.sent).toHaveLength(2);
  });

  it('retries a failed save when the page is closed', async () => {
    const server = new Server();
    const store = memoryStore();
    let refuses = true;
    const phone = server.device({ ...store, saveDraft: async (draft) => !refuses && store.saveDraft(draft) });
    phone.write('hello');
    await server.clock.advance(REST_MS);
    refuses = false;
    phone.drafts.savePending();
    await server.clock.advance(0);
    expect(await store.loadDrafts()).toMatchObject([{ text: 'hello' }]);
  });
});
