import { type Request, Router } from 'express';
import type { Services } from '../kernel/context.ts';
import type { KeptChannel } from '../kernel/mail.ts';
import { entryPage, keptChannels, listPage, mailboxStyle } from './notification.mailbox.pages.ts';

/**
 * Outgoing messages of demo mode: /mailbox, /mailbox?channel=SMS and /mailbox/:number, as HTML or, by the Accept header, as
 * JSON.
 */
export function mailboxRouter({ mail: { mailbox } }: Pick<Services, 'mail'>): Router {
  const router = Router();
  router.get('/mailbox.css', (_request, response) => {
    response.type('css').send(mailboxStyle);
  });
  router.get('/mailbox', (request, response) => {
    const all = mailbox?.list() ?? [];
    const channel = channelOf(request);
    response.set('Cache-Control', 'no-store');
    if (wantsJson(request)) response.json(all.filter((one) => channel === undefined || one.channel === channel));
    else response.type('html').send(listPage(localeOf(request), all, channel));
  });
  router.get('/mailbox/:number', (request, response) => {
    const entry = mailbox?.find(Number(request.params.number));
    response.status(entry === undefined ? 404 : 200).set('Cache-Control', 'no-store');
    if (wantsJson(request)) response.json(entry ?? null);
    else response.type('html').send(entryPage(localeOf(request), entry));
  });
  return router;
}

/** Channel by which the list is filtered; undefined: all. */
function channelOf({ query }: Request): KeptChannel | undefined {
  return keptChannels.find((channel) => channel === query.channel);
}

function wantsJson(request: Request): boolean {
  return request.accepts('html', 'json') === 'json';
}

function localeOf(request: Request): string {
  return request.acceptsLanguages('de', 'en') || 'de';
}
