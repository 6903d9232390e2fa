import { dateLocale } from '../kernel/locale.ts';
import type { KeptChannel, KeptEntry } from '../kernel/mail.ts';
import { escapeHtml, fillText, textsIn } from '../kernel/mail.render.ts';
import { notificationTexts } from './notification.texts.ts';

type Texts = (typeof notificationTexts)['de']['mailbox'];

/** Channels in the order of the filter. */
export const keptChannels = ['EMAIL', 'SMS', 'PUSH', 'BOUNCE'] as const satisfies readonly KeptChannel[];

/** Number of messages that a list shows; a demo that runs for weeks keeps thousands. */
const mostShown = 100;

/** List of the newest messages, of all channels or of one. */
export function listPage(locale: string, all: readonly KeptEntry[], channel: KeptChannel | undefined): string {
  const texts = textsIn(notificationTexts, locale).mailbox;
  const wanted = all.filter((entry) => channel === undefined || entry.channel === channel);
  const shown = wanted.slice(0, mostShown);
  const rows = shown.map((entry) => `<li>${entryArticle(locale, texts, entry)}</li>`).join('\n');
  const list = shown.length === 0 ? `<p>${escapeHtml(texts.empty)}</p>` : `<ol>${rows}</ol>`;
  const about = [texts.purpose, texts.servers].map((text) => `<p class="about">${escapeHtml(text)}</p>`).join('');
  const rest = wanted.length - shown.length;
  const older = rest === 0 ? '' : `<p class="older">${escapeHtml(fillText(texts.older, { count: `${rest}` }))}</p>`;
  return page(locale, texts, `${about}${filter(texts, all, channel)}${list}${older}`);
}

/** Page of one message. */
export function entryPage(locale: string, entry: KeptEntry | undefined): string {
  const texts = textsIn(notificationTexts, locale).mailbox;
  const back = `<p><a href="/mailbox">${escapeHtml(texts.back)}</a></p>`;
  if (entry === undefined) return page(locale, texts, `<p>${escapeHtml(texts.unknown)}</p>${back}`);
  const { channel, to, subject, text } = entry;
  if (channel === 'SMS' || channel === 'PUSH')
    return page(locale, texts, `${back}${entryArticle(locale, texts, entry)}`);
  const facts = [
    [texts.channel, escapeHtml(texts.channels[channel])],
    [texts.to, escapeHtml(to.address)],
    [texts.subject, escapeHtml(subject)],
    [texts.at, time(locale, entry.at)],
  ].map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`);
  return page(locale, texts, `${back}<dl>${facts.join('')}</dl><pre>${withLinks(text)}</pre>`);
}

/** Links to all messages and to those of each channel, with their numbers. */
function filter(texts: Texts, all: readonly KeptEntry[], chosen: KeptChannel | undefined): string {
  const link = (channel: KeptChannel | undefined): string => {
    const count = all.filter((entry) => channel === undefined || entry.channel === channel).length;
    const name = channel === undefined ? texts.all : texts.channels[channel];
    const current = channel === chosen ? ' aria-current="page"' : '';
    const href = channel === undefined ? '/mailbox' : `/mailbox?channel=${channel}`;
    return `<a href="${href}"${current}>${escapeHtml(name)} <span>${count}</span></a>`;
  };
  return `<nav aria-label="${escapeHtml(texts.filter)}">${[undefined, ...keptChannels].map(link).join('')}</nav>`;
}

function entryArticle(locale: string, texts: Texts, entry: KeptEntry): string {
  const { channel, to, number } = entry;
  const recipient = channel === 'PUSH' ? to.name : to.address;
  const head = `<p class="head"><span class="channel ${channel.toLowerCase()}">${escapeHtml(texts.channels[channel])}</span>
<a href="/mailbox/${number}">${time(locale, entry.at)}</a> <span>${escapeHtml(texts.to)}: ${escapeHtml(recipient)}</span></p>`;
  return `<article>${head}${contentOf(texts, entry)}</article>`;
}

/** Message as its recipient sees it first: the line of a mail, the SMS, or what the screen of a device shows. */
function contentOf(texts: Texts, { channel, subject, text, number, senderName = '', opens }: KeptEntry): string {
  const words = escapeHtml(text);
  if (channel === 'SMS')
    return `<div class="sms"><p class="sender">${escapeHtml(senderName)}</p><p>${withLinks(text)}</p></div>`;
  if (channel === 'BOUNCE') return `<p>${escapeHtml(texts.bounced)} <span class="quiet">${words}</span></p>`;
  if (channel === 'EMAIL') return `<h2><a href="/mailbox/${number}">${escapeHtml(subject)}</a></h2>`;
  const link = opens === undefined ? '' : `<p class="quiet">${escapeHtml(texts.opens)}: ${withLinks(opens)}</p>`;
  return `<div class="device"><h2>${escapeHtml(subject)}</h2><p>${words}</p></div>${link}`;
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

export const mailboxStyle = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif;
  --back: light-dark(#f3f4f8, #14151c); --card: light-dark(#fff, #20222c); --text: light-dark(#16181f, #f0f1f5);
  --quiet: light-dark(#50546a, #b4b8c8); --line: light-dark(#d5d8e4, #3a3d4c); --link: light-dark(#1f3fa8, #a9bcff); }
body { margin: 0; background: var(--back); color: var(--text); }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1rem; line-height: 1.4; margin: 0; overflow-wrap: anywhere; }
p { margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); }
.about, .older, .quiet { color: var(--quiet); }
.about { margin-block-end: .5rem; }
.older { margin-block-start: 1rem; }
.quiet { font-size: .875rem; }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-block: 1rem; }
nav a { display: inline-flex; gap: .4rem; align-items: center; min-height: 2.75rem; padding: 0 .9rem; border: 1px solid var(--line);
  border-radius: 1.5rem; background: var(--card); text-decoration: none; color: var(--text); }
nav a[aria-current] { background: light-dark(#1f3fa8, #a9bcff); border-color: transparent; color: light-dark(#fff, #14151c); font-weight: 600; }
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; }
article { display: grid; gap: .5rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.head { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; font-size: .875rem; color: var(--quiet); }
.channel { padding: 0 .5rem; border-radius: .4rem; font-weight: 600; }
.email { background: light-dark(#e3e9fb, #2b3660); color: light-dark(#1b2f7d, #dbe3ff); }
.sms { background: light-dark(#dff3ea, #1d4435); color: light-dark(#0d4d33, #d3f5e5); }
.push { background: light-dark(#efe5fb, #46305f); color: light-dark(#4a1f7c, #efe0ff); }
.bounce { background: light-dark(#fbe3e1, #5c2722); color: light-dark(#7d1b13, #ffe0dc); }
div.sms, div.device { max-width: 26rem; padding: .6rem .9rem; }
div.sms { border-radius: 1rem 1rem 1rem .25rem; background: light-dark(#e9ebf2, #2e313f); color: var(--text); }
.sender { font-size: .8125rem; font-weight: 600; color: var(--quiet); }
div.device { border: 1px solid var(--line); border-radius: 1rem; background: var(--back); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); padding: 1rem; }
`;
