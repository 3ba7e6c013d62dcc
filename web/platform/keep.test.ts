import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountState, forgetAccountState } from './account-state';
import { accountValue, browserValue, forgetAccountValues, type Keep, localKeep } from './keep';

function memoryKeep(): Keep {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void (value === null ? values.delete(key) : values.set(key, value)),
    keys: () => [...values.keys()],
  };
}

describe('stored values', () => {
  it('read back as they were written; values that do not match the schema read as undefined', () => {
    const keep = memoryKeep();
    const value = browserValue('k', v.array(v.string()), keep);
    expect(value.read()).toBeUndefined();
    value.write(['a']);
    expect(value.read()).toEqual(['a']);
    keep.set('k', '{"broken');
    expect(value.read()).toBeUndefined();
    keep.set('k', '[1]');
    expect(value.read()).toBeUndefined();
    value.write(null);
    expect(keep.keys()).toEqual([]);
  });

  it('of an account are removed at sign-out; values of the browser stay', () => {
    const keep = memoryKeep();
    const [place, theme] = [accountValue('place', v.string(), keep), browserValue('theme', v.string(), keep)];
    place.write('/c/a');
    theme.write('dark');
    forgetAccountValues(keep);
    expect([place.read(), theme.read()]).toEqual([undefined, 'dark']);
  });
});

describe('without browser storage', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('values live in memory until the page closes', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => 'old',
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
      removeItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    const keep = localKeep();
    keep.set('k', 'new');
    expect(keep.get('k')).toBe('new');
    keep.set('k', null);
    expect(keep.get('k')).toBeNull();
  });
});

it('module state is rebuilt for the next account', () => {
  const places = accountState(() => new Map<string, number>());
  places().set('a', 1);
  expect(places().get('a')).toBe(1);
  forgetAccountState();
  expect(places().size).toBe(0);
});
