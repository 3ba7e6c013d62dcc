import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { accountValue } from '../../../platform/keep';

/** The bars that the user has hidden, in this browser. */
const closedBars = accountValue('bars', v.array(v.string()));
const CLOSED_MAX = 200;

/** Whether a bar is hidden, and a function that hides it for good. */
export function useClosed(bar: string): readonly [boolean, () => void] {
  const [closed, setClosed] = useState(() => closedBars.read()?.includes(bar) === true);
  const close = () => {
    setClosed(true);
    closedBars.write([...(closedBars.read() ?? []), bar].slice(-CLOSED_MAX));
  };
  return [closed, close];
}
