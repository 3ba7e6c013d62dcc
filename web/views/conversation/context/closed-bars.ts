import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { accountValue } from '../../../platform/keep';

/** Bars that the person has put away, in this browser. */
const closedBars = accountValue('bars', v.array(v.string()));
const CLOSED_MAX = 200;

/** Whether a bar is put away, and what puts it away for good. */
export function useClosed(bar: string): readonly [boolean, () => void] {
  const [closed, setClosed] = useState(() => closedBars.read()?.includes(bar) === true);
  const close = () => {
    setClosed(true);
    closedBars.write([...(closedBars.read() ?? []), bar].slice(-CLOSED_MAX));
  };
  return [closed, close];
}
