import { type Request, type Response, Router } from 'express';
import type { ICalCalendar } from 'ical-generator';
import { canReadGroup, stranger } from '../../group/group.rules.ts';
import { groupById } from '../../group/group.service.ts';
import { anonymous } from '../../kernel/actor.ts';
import {
  calendarRate,
  calendarText,
  publishesCalendar,
  sendCalendar,
  sendOwnCalendar,
} from '../../kernel/calendarFile.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { allowAnyOrigin } from '../../kernel/cors.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { callerOf } from '../../kernel/http.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { answerFailures } from '../../kernel/routes.ts';
import { type TaggedBody, tagBody } from '../../kernel/unchanged.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { findTownWith } from '../../municipality/municipality.service.ts';
import { findEvent } from '../calendar.reading.service.ts';
import { isShown } from '../calendar.rules.ts';
import { ownerOf } from './calendar.ics.address.service.ts';
import { drawEvent, drawGroup, drawTown } from './calendar.ics.file.service.ts';
import { drawOwn } from './calendar.ics.own.service.ts';

/** Answers a request for a calendar file. Errors: NOT_FOUND, the rate limit. */
type Give = (ctx: Context, request: Request, response: Response) => Promise<void>;

/** Draws the calendar that the id of a path names. Errors: NOT_FOUND. */
type Draw = (ctx: Context, town: MunicipalityRow, id: string) => Promise<ICalCalendar>;

/** Milliseconds for which the drawn file of a town is sent to all who ask for it; no more than so many towns at a time. */
const keptMs = 10_000;
const mostKept = 50;

/**
 * `GET /calendar/<ags>/town.ics`, `group/<id>.ics` and `event/<id>.ics`: events that everybody reads, as iCalendar files to which
 * programs subscribe. Cookies are ignored.
 */
export function eventCalendarRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);

  const serve = (path: string, giveFile: Give): void => {
    router.use(path, allowAnyOrigin(publishesCalendar));
    router.get(path, async (request, response) => {
      try {
        const ctx = forkContext(services, anonymous, callerOf(request, services));
        response.set('X-Robots-Tag', 'noindex');
        await giveFile(ctx, request, response);
      } catch (error) {
        failing(error, request, response);
      }
    });
  };
  serve('/calendar/:ags/town.ics', townGiver());
  serve('/calendar/:ags/group/:file', async (ctx, request, response) => give(ctx, request, response, drawNamedGroup));
  serve('/calendar/:ags/event/:file', async (ctx, request, response) => give(ctx, request, response, drawNamedEvent));
  return router;
}

/**
 * `GET /calendar/mine/<token>.ics`: the dates of one person, for programs that know the address. Cookies are ignored. The token is the
 * proof, so answers are not kept by shared caches, and the address stands in no log.
 */
export function ownCalendarRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);
  router.get('/calendar/mine/:file', async (request, response) => {
    try {
      const ctx = forkContext(services, anonymous, callerOf(request, services));
      await ctx.limits.spend(calendarRate, ctx.caller?.ip ?? '');
      response.set({ 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' });
      const token = /^([\w-]{43})\.ics$/.exec(String(request.params.file))?.[1];
      if (token === undefined) throw new DomainError('NOT_FOUND');
      const calendar = await drawOwn(ctx, await ownerOf(ctx, token));
      response.set('Content-Disposition', 'inline; filename="meine-termine.ics"');
      sendOwnCalendar(request, response, calendarText(calendar));
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

/**
 * Sends the file of a town, which is the largest and the most often asked for. It is drawn once and kept in memory for 10 seconds;
 * programs may keep it longer than that in any case. Only drawing counts against the rate limit.
 */
function townGiver(): Give {
  const kept = new Map<string, { readonly drawnAt: number; readonly file: Promise<TaggedBody> }>();
  const drawFile = async (ctx: Context, ags: string): Promise<TaggedBody> => {
    const town = await findTownWith(ctx, ags, 'CALENDAR');
    return tagBody(calendarText(await drawTown(ctx, town)));
  };
  const fileOf = async (ctx: Context, ags: string): Promise<TaggedBody> => {
    const now = ctx.now().getTime();
    const known = kept.get(ags);
    if (known !== undefined && Math.abs(now - known.drawnAt) < keptMs) return known.file;
    await ctx.limits.spend(calendarRate, ctx.caller?.ip ?? '');
    const file = drawFile(ctx, ags);
    kept.delete(ags);
    kept.set(ags, { drawnAt: now, file });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
    file.catch(() => kept.delete(ags));
    return file;
  };
  return async (ctx, request, response) => {
    const ags = String(request.params.ags);
    send(request, response, ags, await fileOf(ctx, ags));
  };
}

async function give(ctx: Context, request: Request, response: Response, draw: Draw): Promise<void> {
  await ctx.limits.spend(calendarRate, ctx.caller?.ip ?? '');
  const town = await findTownWith(ctx, String(request.params.ags), 'CALENDAR');
  const id = /^([\w-]+)\.ics$/.exec(String(request.params.file))?.[1];
  if (id === undefined) throw new DomainError('NOT_FOUND');
  send(request, response, town.ags, calendarText(await draw(ctx, town, id)));
}

function send(request: Request, response: Response, ags: string, file: string | TaggedBody): void {
  response.set('Content-Disposition', `inline; filename="termine-${ags}.ics"`);
  sendCalendar(request, response, file);
}

async function drawNamedGroup(ctx: Context, town: MunicipalityRow, id: string): Promise<ICalCalendar> {
  const group = await groupById(ctx, choiceOf('Group', id));
  if (group?.municipality.id !== town.id) throw new DomainError('NOT_FOUND');
  authorize(canReadGroup(ctx.actor, group, stranger));
  return drawGroup(ctx, town, group);
}

async function drawNamedEvent(ctx: Context, town: MunicipalityRow, id: string): Promise<ICalCalendar> {
  const event = await findEvent(ctx, choiceOf('Event', id));
  if (event.municipality.id !== town.id || !isShown(event)) throw new DomainError('NOT_FOUND');
  return drawEvent(ctx, town, event);
}
