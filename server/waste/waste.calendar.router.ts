import { type Request, type Response, Router } from 'express';
import { ICalEventTransparency } from 'ical-generator';
import { anonymous } from '../kernel/actor.ts';
import {
  allDay,
  calendarRate,
  calendarText,
  calendarWindow,
  publishedCalendar,
  publishesCalendar,
  sendCalendar,
  townAsOrganizer,
} from '../kernel/calendarFile.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { allowAnyOrigin } from '../kernel/cors.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { choiceOf } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { fillText } from '../kernel/mail.render.ts';
import { answerFailures } from '../kernel/routes.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findTownWith } from '../municipality/municipality.service.ts';
import type { StreetRow } from '../street/street.entity.ts';
import { readHouse } from '../street/street.number.rules.ts';
import { findStreet } from '../street/street.service.ts';
import type { WasteDateRow } from './waste.entity.ts';
import { datesOfAddresses, kindsOf } from './waste.reading.service.ts';
import texts from './locales/calendar.de.json' with { type: 'json' };

/**
 * `GET /calendar/<ags>/street/<id>.ics?house=<number>`: bins of a street as an iCalendar file to which programs subscribe.
 * Without a house number those of all its houses. Cookies are ignored.
 */
export function wasteCalendarRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);
  const path = '/calendar/:ags/street/:file';
  router.use(path, allowAnyOrigin(publishesCalendar));
  router.get(path, async (request, response) => {
    try {
      const ctx = forkContext(services, anonymous, callerOf(request, services));
      await ctx.limits.spend(calendarRate, ctx.caller?.ip ?? '');
      response.set('X-Robots-Tag', 'noindex');
      await giveStreet(ctx, request, response);
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

async function giveStreet(ctx: Context, request: Request, response: Response): Promise<void> {
  const town = await findTownWith(ctx, String(request.params.ags), 'WASTE');
  const id = /^([\w-]+)\.ics$/.exec(String(request.params.file))?.[1] ?? '';
  const street = await findStreet(ctx, choiceOf('Street', id));
  if (street?.municipality.id !== town.id) throw new DomainError('NOT_FOUND');
  const wish = request.query.house;
  const house = typeof wish === 'string' ? readHouse(wish) : undefined;
  if (wish !== undefined && house === undefined) throw new DomainError('NOT_FOUND');
  const calendar = await drawStreet(ctx, town, street, house);
  response.set('Content-Disposition', `inline; filename="abfuhr-${town.ags}.ics"`);
  sendCalendar(request, response, calendarText(calendar));
}

async function drawStreet(
  ctx: Context,
  town: MunicipalityRow,
  street: StreetRow,
  house: { readonly number: number; readonly suffix: string } | undefined,
) {
  const { from, to } = calendarWindow(ctx.now(), town.timeZone);
  const address = { streetId: street.id, number: house?.number ?? null, suffix: house?.suffix ?? '' };
  const dates = await datesOfAddresses(ctx, [address], from, to);
  const kinds = await kindsOf(ctx, dates);
  const name = [street.name, house ? `${house.number}${house.suffix}` : ''].filter(Boolean).join(' ');
  const calendar = publishedCalendar(
    fillText(texts.name, { street: name, town: town.name }),
    fillText(texts.about, { street: name, town: town.name }),
  );
  const url = pageUrl(ctx, town.ags, 'waste');
  const host = new URL(ctx.publicUrl()).hostname;
  const organizer = townAsOrganizer(ctx, town);
  for (const { id, date, kind, movedFrom, changedAt } of eachOnce(dates)) {
    const label = kinds.get(kind.id)?.name ?? '';
    calendar.createEvent({
      id: `waste-${id}@${host}`,
      ...allDay(date),
      stamp: changedAt,
      summary: movedFrom == null ? label : fillText(texts.moved, { kind: label }),
      transparency: ICalEventTransparency.TRANSPARENT,
      organizer,
      url,
    });
  }
  return calendar;
}

/** Dates without those that another district has for the same kind and day. */
function eachOnce(dates: readonly WasteDateRow[]): WasteDateRow[] {
  return [...new Map(dates.toReversed().map((one) => [`${one.date} ${one.kind.id}`, one])).values()].reverse();
}
