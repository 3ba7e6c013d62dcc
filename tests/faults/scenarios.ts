import { longAbsence } from './absence.ts';
import { withoutDedupe, withoutGapCheck, withoutStoreFirst } from './controls.ts';
import { delivery } from './delivery.ts';
import { heartbeats, hibernation } from './hibernation.ts';
import { killSweep } from './kill-sweep.ts';
import { largeGroup } from './large-group.ts';
import { halfOpen, slowReader } from './links.ts';
import type { Scenario } from './outcome.ts';
import { concurrency, idempotency } from './sending.ts';
import { storm } from './storm.ts';

/** All scenarios, by the name that `--only` takes. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  delivery,
  'kill-sweep': killSweep,
  idempotency,
  concurrency,
  hibernation,
  heartbeats,
  'half-open': halfOpen,
  'slow-reader': slowReader,
  storm,
  'large-group': largeGroup,
  'long-absence': longAbsence,
  'control-dedupe': withoutDedupe,
  'control-gap-check': withoutGapCheck,
  'control-store-first': withoutStoreFirst,
};
