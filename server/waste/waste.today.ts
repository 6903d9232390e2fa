import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { localDay } from '../kernel/localTime.ts';
import type { TodayAsked, TodayContribution, TodayMoment } from '../kernel/today.ts';
import { listStreetAddresses } from '../street/street.follow.service.ts';
import { readHouse } from '../street/street.number.rules.ts';
import { findStreetsOf } from '../street/street.service.ts';
import { addDays, momentAt } from './waste.date.rules.ts';
import { groupByDay } from './waste.day.rules.ts';
import { reminderAt } from './waste.plan.rules.ts';
import { type Address, datesOfAddresses, kindsOf } from './waste.reading.service.ts';
import { WasteDayType } from './waste.types.ts';

/** Local hour of the day of a collection until which it is shown. */
const lastHour = 18;

/** Bins of today and tomorrow: one entry for each day, with the bins of all streets, each once. */
export const wasteToday: TodayContribution<Context> = {
  kind: 'BINS',
  description: 'Bins are collected today or tomorrow in a street of the viewer.',
  type: WasteDayType,
  typeName: 'WasteDay',
  module: 'WASTE',
  scope: 'waste:read',
  list: async (ctx, { id, timeZone }, limit, asked) => {
    const addresses = await addressesOf(ctx, id, asked);
    if (addresses.length === 0) return [];
    const today = localDay(ctx.now(), timeZone).date;
    const dates = await datesOfAddresses(ctx, addresses, today, addDays(today, 1));
    const moments = groupByDay(dates, await kindsOf(ctx, dates)).map((day): TodayMoment => ({
      at: reminderAt(day.date, timeZone),
      until: momentAt(day.date, lastHour, timeZone),
      subject: day,
    }));
    return moments.filter(({ until }) => until !== undefined && until > ctx.now()).slice(0, limit);
  },
};

async function addressesOf(
  ctx: Context,
  municipalityId: string,
  { streetId, houseNumber }: TodayAsked,
): Promise<readonly Address[]> {
  if (streetId !== null) {
    const streets = await findStreetsOf(ctx, municipalityId, [streetId]);
    const { number = null, suffix = '' } = readHouse(houseNumber ?? '') ?? {};
    return streets.map(({ id }) => ({ streetId: id, number, suffix }));
  }
  const recipientId = personId(ctx.actor);
  return recipientId === null ? [] : listStreetAddresses(ctx, recipientId, municipalityId);
}
