import { type Request, type Response, Router } from 'express';
import { anonymous } from '../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { allowAnyOrigin } from '../kernel/cors.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { answerFailures } from '../kernel/routes.ts';
import { escape } from '../kernel/shellParts.ts';
import { sendPublic } from '../kernel/unchanged.ts';
import { type FeedContent, feedFormats, type FeedFormat, writeFeed } from './opendata.feeds.rules.ts';
import { findFeedTown, readAlertsFeed, readGroupFeed, readTownFeed } from './opendata.feeds.service.ts';
import { textsFor } from './opendata.texts.rules.ts';

const feedRate = { name: 'feeds', points: 120, seconds: 60 };
const seconds = 60;
/** Programs learn of a withdrawn warning within this time. */
const alertSeconds = 10;
const crossOriginAccess = {
  methods: ['GET', 'HEAD'],
  requestHeaders: ['If-None-Match'],
  responseHeaders: ['ETag', 'Retry-After'],
};

/**
 * `GET /feeds/<ags>/town.atom`, `alerts.atom` and `groups/<global id>.atom`, each also as `.json` (JSON Feed). Cookies are
 * ignored: everybody gets what a visitor without an account may read.
 */
export function feedsRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);
  const answering =
    (read: (ctx: Context, ags: string, name: string) => Promise<FeedContent>, age: (name: string) => number) =>
    async (request: Request, response: Response) => {
      try {
        const ctx = forkContext(services, anonymous, callerOf(request, services));
        await ctx.limits.spend(feedRate, ctx.caller?.ip ?? '');
        const ags = String(request.params.ags);
        const { name, format } = readName(request);
        const self = `${ctx.publicUrl(ags)}${request.path}`;
        const body = writeFeed(await read(ctx, ags, name), format, self);
        response.set('X-Robots-Tag', 'noindex');
        sendPublic(request, response, { type: feedFormats[format], body, seconds: age(name) });
      } catch (error) {
        failing(error, request, response);
      }
    };
  router.use('/feeds', allowAnyOrigin(crossOriginAccess));
  router.get(
    '/feeds/:ags/:file',
    answering(readNamed, (name) => (name === 'alerts' ? alertSeconds : seconds)),
  );
  router.get(
    '/feeds/:ags/groups/:file',
    answering(readGroup, () => seconds),
  );
  return router;
}

function readName({ params: { file } }: Request): { readonly name: string; readonly format: FeedFormat } {
  const [, name = '', format] = /^([\w-]+)\.(atom|json)$/.exec(String(file)) ?? [];
  if (format !== 'atom' && format !== 'json') throw new DomainError('NOT_FOUND');
  return { name, format };
}

async function readNamed(ctx: Context, ags: string, name: string): Promise<FeedContent> {
  if (name === 'town') return readTownFeed(ctx, ags);
  if (name === 'alerts') return readAlertsFeed(ctx, ags);
  throw new DomainError('NOT_FOUND');
}

async function readGroup(ctx: Context, ags: string, name: string): Promise<FeedContent> {
  const group = readGlobalId(name);
  if (group?.type !== 'Group') throw new DomainError('NOT_FOUND');
  return readGroupFeed(ctx, ags, group.id);
}

/** HTML for the head of a town's pages: where programs find its feeds. Empty: a path of no town on the platform. */
export async function feedLinks(services: Services, path: string): Promise<string> {
  const ags = /^\/(\d{8})(?=\/|$)/.exec(path)?.[1];
  if (ags === undefined) return '';
  const ctx = forkContext(services, anonymous);
  const town = await findFeedTown(ctx, ags).catch(unlessUnknown);
  if (town === undefined) return '';
  const { feeds } = textsFor('de');
  const link = (type: string, href: string, title: string): string =>
    `<link rel="alternate" type="${type}" href="${href}" title="${escape(title)}" />`;
  const alerts = feeds.alerts.replace('{town}', () => town.name);
  const ofAlerts = [
    link('application/atom+xml', `/feeds/${ags}/alerts.atom`, alerts),
    link('application/feed+json', `/feeds/${ags}/alerts.json`, alerts),
    link(
      'application/atom+xml',
      `/cap/${ags}.atom`,
      feeds.cap.replace('{town}', () => town.name),
    ),
  ];
  return [
    link('application/atom+xml', `/feeds/${ags}/town.atom`, town.name),
    link('application/feed+json', `/feeds/${ags}/town.json`, town.name),
    ...(town.modules.includes('ALERTS') ? ofAlerts : []),
  ].join('\n    ');
}

function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof DomainError)) throw error;
}
