import { type Request, Router } from 'express';
import type { Services } from '../kernel/context.ts';
import { dateLocale } from '../kernel/locale.ts';
import type { KeptMail } from '../kernel/mail.ts';
import { escapeHtml, textsIn } from '../kernel/mail.render.ts';
import { notificationTexts } from './notification.texts.ts';

type Texts = (typeof notificationTexts)['de']['mailbox'];

/** Outgoing mails of demo mode: /mailbox and /mailbox/:number, as HTML or, by the Accept header, as JSON. */
export function mailboxRouter({ mail: { mailbox } }: Pick<Services, 'mail'>): Router {
  const router = Router();
  router.get('/mailbox.css', (_request, response) => {
    response.type('css').send(style);
  });
  router.get('/mailbox', (request, response) => {
    const mails = mailbox?.list() ?? [];
    response.set('Cache-Control', 'no-store');
    if (wantsJson(request)) response.json(mails);
    else response.type('html').send(listPage(localeOf(request), mails));
  });
  router.get('/mailbox/:number', (request, response) => {
    const mail = mailbox?.find(Number(request.params.number));
    response.status(mail === undefined ? 404 : 200).set('Cache-Control', 'no-store');
    if (wantsJson(request)) response.json(mail ?? null);
    else response.type('html').send(mailPage(localeOf(request), mail));
  });
  return router;
}

function wantsJson(request: Request): boolean {
  return request.accepts('html', 'json') === 'json';
}

function localeOf(request: Request): string {
  return request.acceptsLanguages('de', 'en') || 'de';
}

function listPage(locale: string, mails: readonly KeptMail[]): string {
  const texts = textsIn(notificationTexts, locale).mailbox;
  const rows = mails.map((mail) => row(locale, mail)).join('\n');
  const head = [texts.at, texts.to, texts.subject].map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const table = `<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`;
  const content = mails.length === 0 ? `<p>${escapeHtml(texts.empty)}</p>` : table;
  return page(locale, texts, `<p>${escapeHtml(texts.purpose)}</p>${content}`);
}

function row(locale: string, { number, at, to, subject }: KeptMail): string {
  const link = `<a href="/mailbox/${number}">${escapeHtml(subject)}</a>`;
  return `<tr><td>${time(locale, at)}</td><td>${escapeHtml(to.address)}</td><td>${link}</td></tr>`;
}

function mailPage(locale: string, mail: KeptMail | undefined): string {
  const texts = textsIn(notificationTexts, locale).mailbox;
  const back = `<p><a href="/mailbox">${escapeHtml(texts.back)}</a></p>`;
  if (mail === undefined) return page(locale, texts, `<p>${escapeHtml(texts.unknown)}</p>${back}`);
  const facts = [
    [texts.to, escapeHtml(mail.to.address)],
    [texts.subject, escapeHtml(mail.subject)],
    [texts.at, time(locale, mail.at)],
  ].map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`);
  return page(locale, texts, `${back}<dl>${facts.join('')}</dl><pre>${withLinks(mail.text)}</pre>`);
}

/** Escaped text with links made clickable. */
function withLinks(text: string): string {
  return escapeHtml(text).replace(/https?:\/\/[^\s&]+/g, (url) => `<a href="${url}">${url}</a>`);
}

function time(locale: string, at: string): string {
  const shown = new Date(at).toLocaleString(dateLocale(locale), { dateStyle: 'short', timeStyle: 'medium' });
  return `<time datetime="${escapeHtml(at)}">${escapeHtml(shown)}</time>`;
}

function page(locale: string, { title }: Texts, content: string): string {
  const heading = escapeHtml(title);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}</title><link rel="stylesheet" href="/mailbox.css"></head>
<body><main><h1>${heading}</h1>${content}</main></body></html>`;
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .5rem; border-block-end: 1px solid currentColor; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border: 1px solid; padding: 1rem; }
`;
