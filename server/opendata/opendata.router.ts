import { type Request, type Response, Router } from 'express';
import { anonymous } from '../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { allowAnyOrigin } from '../kernel/cors.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { readLocale } from '../kernel/locale.ts';
import { answerFailures } from '../kernel/routes.ts';
import { sendPublic } from '../kernel/unchanged.ts';
import { findTownWith } from '../municipality/municipality.service.ts';
import { eventsPage } from './opendata.embed.events.rules.ts';
import { embedPage, embedPolicy } from './opendata.embed.rules.ts';
import { findReadableGroup, listOpenDates } from './opendata.events.service.ts';
import { csvOf, geojsonOf, licence } from './opendata.rules.ts';
import { embedOriginsOf, findOpenTown, listOpenIssues } from './opendata.service.ts';
import { textsFor } from './opendata.texts.rules.ts';

export const openRate = { name: 'open-data', points: 60, seconds: 60 };
const embedRate = { name: 'embed', points: 300, seconds: 60 };
export const mostIssues = 1000;
const mostEmbedded = 10;
/** For how long caches may keep an answer. */
const seconds = 60;
const crossOriginAccess = {
  methods: ['GET', 'HEAD'],
  requestHeaders: ['If-None-Match'],
  responseHeaders: ['ETag', 'Link', 'Retry-After'],
};
const types = { geojson: 'application/geo+json', csv: 'text/csv; charset=utf-8; header=present' } as const;

/**
 * `GET /open-data/<ags>/issues.geojson` and `.csv`: public reports for everybody, 1,000 per page. `GET
 * /embed/<ags>/issues` and `/events`: the newest public reports and the next dates of open groups for a frame in the town's
 * own website. Cookies are ignored.
 */
export function opendataRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);
  const nobody = (request: Request): Context => forkContext(services, anonymous, callerOf(request, services));
  const answering =
    (act: (ctx: Context, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      try {
        await act(nobody(request), request, response);
      } catch (error) {
        failing(error, request, response);
      }
    };
  router.use('/open-data', allowAnyOrigin(crossOriginAccess));
  router.get('/open-data/:ags/:file', answering(giveData));
  router.get('/embed/:ags/issues', answering(giveIssues));
  router.get('/embed/:ags/events', answering(giveEvents));
  return router;
}

async function giveData(ctx: Context, request: Request, response: Response): Promise<void> {
  const format = /^issues\.(geojson|csv)$/.exec(String(request.params.file))?.[1];
  if (format !== 'geojson' && format !== 'csv') throw new DomainError('NOT_FOUND');
  await ctx.limits.spend(openRate, ctx.caller?.ip ?? '');
  const town = await findOpenTown(ctx, String(request.params.ags));
  const { issues, next } = await listOpenIssues(ctx, town, {
    limit: mostIssues,
    after: readAfter(request),
    locale: 'de',
  });
  const here = `${ctx.publicUrl(town.ags)}/open-data/${town.ags}/issues.${format}`;
  const links = [`<${licence.url}>; rel="license"`];
  if (next !== undefined) links.push(`<${here}?after=${toGlobalId('Issue', next)}>; rel="next"`);
  response.set({ Link: links.join(', '), 'X-Robots-Tag': 'noindex' });
  const body = format === 'csv' ? csvOf(issues) : geojsonOf(issues, town);
  sendPublic(request, response, { type: types[format], body, seconds });
}

async function giveIssues(ctx: Context, request: Request, response: Response): Promise<void> {
  await ctx.limits.spend(embedRate, ctx.caller?.ip ?? '');
  const town = await findOpenTown(ctx, String(request.params.ags));
  const lang = languageOf(request);
  const { issues } = await listOpenIssues(ctx, town, { limit: mostEmbedded, locale: lang });
  const home = `${ctx.publicUrl(town.ags)}/${town.ags}`;
  await sendFrame(ctx, request, response, town, embedPage({ town, issues, texts: textsFor(lang), lang, home }));
}

async function giveEvents(ctx: Context, request: Request, response: Response): Promise<void> {
  await ctx.limits.spend(embedRate, ctx.caller?.ip ?? '');
  const town = await findTownWith(ctx, String(request.params.ags), 'CALENDAR');
  const { group: wish } = request.query;
  const group = wish === undefined ? null : await findReadableGroup(ctx, town, readGroupId(wish));
  const lang = languageOf(request);
  const dates = await listOpenDates(ctx, town, group, mostEmbedded);
  const all = pageUrl(ctx, town.ags, group === null ? 'events' : `events?group=${toGlobalId('Group', group.id)}`);
  const view = { town, group: group?.name ?? null, dates, texts: textsFor(lang), lang, all };
  await sendFrame(ctx, request, response, town, eventsPage(view));
}

/** Sends a page for frames; only the town's origins may show it. */
async function sendFrame(
  ctx: Context,
  request: Request,
  response: Response,
  town: { readonly id: string },
  body: string,
): Promise<void> {
  response.set('Content-Security-Policy', embedPolicy(await embedOriginsOf(ctx, town.id)));
  response.set('Vary', 'Accept-Language');
  sendPublic(request, response, { type: 'text/html; charset=utf-8', body, seconds });
}

/** Language that the address names, or the browser prefers. */
function languageOf(request: Request): 'de' | 'en' {
  const wish = typeof request.query.lang === 'string' ? request.query.lang : request.get('accept-language');
  return readLocale(wish) === 'en' ? 'en' : 'de';
}

function readGroupId(wish: unknown): string {
  const known = typeof wish === 'string' ? readGlobalId(wish) : undefined;
  if (known?.type !== 'Group') throw new DomainError('NOT_FOUND');
  return known.id;
}

function readAfter({ query: { after } }: Request): string | undefined {
  if (after === undefined) return undefined;
  const known = typeof after === 'string' ? readGlobalId(after) : undefined;
  if (known?.type !== 'Issue') throw new DomainError('BAD_CURSOR');
  return known.id;
}
