import { endReview } from '../group/group.review.service.ts';
import type { Context } from '../kernel/context.ts';
import { record, write } from '../kernel/events.ts';
import { fromWall, toWall } from '../kernel/localTime.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { ChangedDates } from './calendar.changing.service.ts';
import { factsOf, firstOf, touch } from './calendar.dates.service.ts';
import { occurrencesCancelled } from './calendar.events.ts';
import { endBefore } from './calendar.recurrence.rules.ts';
import { lockSeries, type NamedDate, type Series } from './calendar.scope.service.ts';
import { addDays } from './calendar.time.rules.ts';
import { orConflict } from './calendar.version.service.ts';

export interface CancelOccurrencesInput extends NamedDate {
  /** For readers; absent: none. */
  readonly reason?: string | null;
}

/**
 * Cancels one date, this and the following ones, or with ALL the event. Dates stay visible as cancelled, also those of FOLLOWING, so
 * the series is not split: its rule ends with its last stored date. The sequence increases by 1, and those who attend a cancelled
 * date get a message. Errors: those of `lockSeries`, TOO_LONG, BAD_CHARACTERS.
 */
export function cancelOccurrences(ctx: Context, input: CancelOccurrencesInput): Promise<ChangedDates> {
  return orConflict(ctx, () =>
    write(ctx, async (tx) => {
      const series = await lockSeries(tx, input);
      const check = new InputCheck();
      const reason = check.multiline(input.reason ?? '', [0, 300], 'reason') || null;
      check.done();
      const { event, named, concerned, scope } = series;
      const isWhole = scope === 'ALL';
      event.sequence++;
      touch(tx, event);
      const cancelled = { state: 'CANCELLED', cancelledAt: tx.now(), cancelReason: reason } as const;
      for (const date of concerned) tx.em.assign(date, { ...cancelled, sequence: event.sequence, changedAt: tx.now() });
      if (isWhole) tx.em.assign(event, cancelled);
      if (isWhole) endReview(event);
      if (scope !== 'THIS') endSeries(series);
      await tx.em.flush();
      await record(tx, occurrencesCancelled({ ...factsOf(event), sequence: event.sequence, isWhole }));
      return { event, occurrence: named };
    }),
  );
}

/** Ends the rule with the last stored date, so that no further dates are added. */
function endSeries({ event, dates }: Series): void {
  const last = dates.at(-1);
  if (event.isComplete || event.rule == null || last === undefined) return;
  const nextDay = fromWall(addDays(toWall(last.originalStart, event.timeZone), 1), event.timeZone);
  event.rule = endBefore(event.rule, nextDay, firstOf(event));
  event.isComplete = true;
}
