import { isDeepStrictEqual } from 'node:util';
import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { type Calendar, OfficeCalendar } from './hours.entity.ts';
import { hoursChanged } from './hours.events.ts';
import { usualWeek } from './hours.rules.ts';
import { type HoursInput, readHours } from './hours.settings.rules.ts';

/** Calendar that applies now; the usual hours if the town has set none. */
export async function calendarOf(ctx: Context, municipalityId: string): Promise<Calendar> {
  return (await newestOf(ctx, municipalityId)) ?? usualOf(ctx, municipalityId);
}

/**
 * Newest calendar row of the town. Stores the usual hours as a row first if there is none, so that deadlines can refer
 * to a row.
 */
export async function keepCalendar(tx: Tx, municipalityId: string): Promise<OfficeCalendar> {
  const known = await newestOf(tx, municipalityId);
  return known ?? persist(tx, municipalityId, await usualOf(tx, municipalityId));
}

/**
 * Sets new opening hours; nothing is stored if they are unchanged. Refused: BAD_TIME, ENDS_BEFORE_START, SPANS_OVERLAP,
 * NEVER_OPEN, BAD_DATE, DUPLICATE_DAY …
 */
export async function setOfficeHours(ctx: Context, municipalityId: string, input: HoursInput): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const wanted = readHours(input);
  return write(ctx, async (tx) => {
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const town = await tx.em.findOneOrFail(Municipality, municipalityId, lock);
    const { week, closedDays } = await calendarOf(tx, municipalityId);
    if (isDeepStrictEqual(wanted, { week, closedDays })) return town;
    await persist(tx, municipalityId, { ...(await usualOf(tx, municipalityId)), ...wanted });
    await record(tx, hoursChanged({ municipalityId }));
    return town;
  });
}

function newestOf({ em }: Context, municipalityId: string): Promise<OfficeCalendar | null> {
  return em.findOne(OfficeCalendar, { municipality: municipalityId }, { orderBy: { id: 'desc' } });
}

async function usualOf(ctx: Context, municipalityId: string): Promise<Calendar> {
  const { timeZone, ags } = await townOf(ctx, { municipality: { id: municipalityId } });
  return { timeZone, land: ags.slice(0, 2), week: usualWeek, closedDays: [] };
}

async function persist(tx: Tx, municipalityId: string, calendar: Calendar): Promise<OfficeCalendar> {
  const row = tx.em.create(OfficeCalendar, { id: v7(), municipality: municipalityId, ...calendar });
  await tx.em.persist(row).flush();
  return row;
}
