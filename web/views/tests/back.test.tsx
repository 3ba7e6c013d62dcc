import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { startRouter } from '../../components/navigation/router';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

let stopRouter: () => void = () => undefined;

afterEach(async () => {
  stopRouter();
  cleanup();
  await page.viewport(1280, 800);
});

const pane = () => document.querySelector<HTMLElement>('.shell')?.dataset.pane;

it('Back on a phone closes the top layer: menu, details, conversation', async () => {
  await page.viewport(390, 844);
  await mountApp(sampleModel(Date.now()));
  stopRouter = startRouter();
  await page.getByRole('link', { name: /周末爬山/ }).click();
  await expect.poll(pane).toBe('main');
  document.querySelector<HTMLElement>('.main-head-peer')?.click();
  await expect.poll(pane).toBe('details');
  await expect.poll(() => document.querySelector('.pane-details .action-row[aria-haspopup=menu]')).not.toBeNull();
  document.querySelector<HTMLElement>('.pane-details .action-row[aria-haspopup=menu]')?.click();
  await expect.poll(() => document.querySelector('[role=menu]')).not.toBeNull();
  // A layer enters the history after it is painted.
  await expect.poll(() => history.state).toEqual({ layer: 2, inApp: true });
  history.back();
  await expect.poll(() => document.querySelector('[role=menu]')).toBeNull();
  expect(pane()).toBe('details');
  history.back();
  await expect.poll(pane).toBe('main');
  // A pane that slides out stays rendered until it is out.
  expect(document.querySelector('.pane-details')).not.toBeNull();
  await expect.poll(() => document.querySelector('.pane-details')).toBeNull();
  history.back();
  await expect.poll(pane).toBe('list');
  expect(document.querySelector('.main-view')).not.toBeNull();
  await expect.poll(() => document.querySelector('.main-view')).toBeNull();
});
