import type { Context } from '../kernel/context.ts';
import { Refusal } from '../kernel/errors.ts';
import type { Event } from './calendar.entity.ts';
import { findEvent } from './calendar.reading.service.ts';

class ChangedMeanwhile extends Error {
  constructor(readonly eventId: string) {
    super('changed meanwhile');
  }
}

/** Result of `work`, or CONFLICT with the current event if `work` found another version than the input names. */
export async function orConflict<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    throw new Refusal(
      { code: 'CONFLICT', message: 'somebody changed it meanwhile', path: ['version'] },
      { event: await findEvent(ctx, error.eventId) },
    );
  }
}

/** Checks that the locked event has the version on which the input is based; `orConflict` answers otherwise. */
export function requireVersion({ id, version }: Event, named: number): void {
  if (version !== named) throw new ChangedMeanwhile(id);
}
