import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { accountValue } from '../../../platform/keep';

/** The bars that the user has hidden, in this browser. */
const hiddenBars = accountValue('bars', v.array(v.string()));
const HIDDEN_BARS_MAX = 200;

/** Whether a bar is hidden, and a function that hides it for good. */
export function useHiddenBar(bar: string): readonly [boolean, () => void] {
  const [closed, setClosed] = useState(() => hiddenBars.read()?.includes(bar) === true);
  const close = () => {
    setClosed(true);
    hiddenBars.write([...(hiddenBars.read() ?? []), bar].slice(-HIDDEN_BARS_MAX));
  };
  return [closed, close];
}
