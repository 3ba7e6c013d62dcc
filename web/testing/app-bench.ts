import { effect } from '@preact/signals';
import { createApp } from '../app/create-app';
import type { AppModel } from '../model/app';
import type { Timeline } from '../model/timeline';
import { deleteStore } from '../store/idb';
import { FakeHub, ME } from './fake-hub';
import { FakeProfile, type FakeTab } from './fake-profile';

/** Resolves when `what`, which reads signals, is true. */
export function until(what: () => boolean, ms = 60_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not within ${ms} ms: ${what}`)), ms);
    const stop = effect(() => {
      if (!what()) return;
      clearTimeout(timer);
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

export const texts = (timeline: Timeline): string[] =>
  timeline.rows.value.map(({ body }) => (body.kind === 'text' ? body.text : body.kind));
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const isOnline = (app: AppModel): boolean => app.connection.value.state === 'online';

/** Longer than the app takes to save its state, milliseconds. */
export const SAVED_MS = 700;

/** Apps of one browser profile on a fake hub. */
export class AppBench {
  readonly hub = new FakeHub();
  readonly profile = new FakeProfile(this.hub);
  private readonly apps: AppModel[] = [];
  private readonly tabs = new Map<AppModel, FakeTab>();

  /** Starts an app. `shared`: with locks and channels, as in tabs of a real browser. */
  async start(shared = false): Promise<AppModel> {
    const app = this.open(this.profile.tab({ shared }));
    await until(() => app.session.state.value.state === 'signedIn');
    return app;
  }

  /** An app in this tab; nobody may be signed in. */
  open(tab: FakeTab): AppModel {
    const app = createApp(tab);
    this.apps.push(app);
    this.tabs.set(app, tab);
    return app;
  }

  /** Shows or hides the page. */
  show(app: AppModel, on: boolean): void {
    this.tabs.get(app)?.show(on);
  }

  async online(shared = false): Promise<AppModel> {
    const app = await this.start(shared);
    await until(() => isOnline(app) && app.inbox.loaded.value);
    return app;
  }

  /** Closes the page after its state is saved. */
  async reload(app: AppModel): Promise<void> {
    await pause(SAVED_MS);
    app.dispose();
    await pause(20);
  }

  async close(): Promise<void> {
    for (const app of this.apps) app.dispose();
    await pause(20);
    await deleteStore(ME.id);
  }
}
