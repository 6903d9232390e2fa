import { statusWord } from '../../schema/statusWords.ts';
import { createHash } from 'node:crypto';
import { dateLocale } from '../kernel/locale.ts';
import type { OpenIssue, OpenTown } from './opendata.rules.ts';
import type { Texts } from './opendata.texts.rules.ts';

const style = `
:root{color-scheme:light dark;--ink:#1a1d21;--muted:#5b616b;--line:#d8dce2;--action:#1f5fa8;--page:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#f1f3f5;--muted:#a9b0ba;--line:#3a4048;--action:#8fc1ff;--page:#16181b}}
body{margin:0;padding:16px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{margin:0 0 12px;font-size:20px}ul{margin:0;padding:0;list-style:none}
li{padding:10px 0;border-top:1px solid var(--line)}p{margin:0}a{color:var(--action);font-weight:600}
.about{color:var(--muted);font-size:14px}.off{color:var(--muted);text-decoration:line-through}
.state{display:inline-block;margin-right:8px;padding:0 6px;border:1px solid currentcolor;border-radius:4px;font-size:14px;font-weight:600}
nav{display:flex;flex-wrap:wrap;gap:8px 20px;padding-top:14px;border-top:1px solid var(--line)}
nav a{display:inline-block;min-height:44px;line-height:44px}.demo{padding:6px 10px;margin-bottom:12px;border:2px solid var(--line);font-weight:600}`;

/**
 * Content-Security-Policy of the page: no scripts, no pictures and no requests are allowed, and only the given origins
 * may show the page in a frame.
 */
export function embedPolicy(origins: readonly string[]): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const ancestors = origins.length === 0 ? "'none'" : origins.join(' ');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`;
}

export interface EmbedView {
  readonly town: OpenTown & { readonly timeZone: string };
  readonly issues: readonly OpenIssue[];
  readonly texts: Texts;
  readonly lang: 'de' | 'en';
  /** Base address of the town's pages, without a slash at the end. */
  readonly home: string;
}

/** Page for a frame with the newest reports. */
export function embedPage({ town, issues, texts, lang, home }: EmbedView): string {
  const day = new Intl.DateTimeFormat(dateLocale(lang), { dateStyle: 'long', timeZone: town.timeZone });
  return framePage({
    lang,
    title: texts.title.replace('{town}', town.name),
    demo: town.isDemo ? texts.demo : null,
    items: issues.map((issue) => itemOf(issue, texts, day)),
    none: texts.none,
    links: [linkOf(`${home}/report`, texts.report), linkOf(`${home}/map`, texts.all)],
  });
}

export interface FrameView {
  readonly lang: 'de' | 'en';
  readonly title: string;
  /** Note that the town is a demonstration; null: it is none. */
  readonly demo: string | null;
  /** HTML of the entries. */
  readonly items: readonly string[];
  /** Text in place of entries. */
  readonly none: string;
  /** HTML of the links below the list. */
  readonly links: readonly string[];
}

/**
 * HTML page for a frame in the town's website. Links open the town's pages in a new window; the page sets no cookies
 * and stores no data.
 */
export function framePage({ lang, title, demo, items, none, links }: FrameView): string {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>
${demo === null ? '' : `<p class="demo">${escapeHtml(demo)}</p>`}<h1>${escapeHtml(title)}</h1>
${items.length === 0 ? `<p>${escapeHtml(none)}</p>` : `<ul>${items.join('')}</ul>`}
<nav>${links.join('')}</nav></main></body></html>`;
}

function itemOf(issue: OpenIssue, texts: Texts, day: Intl.DateTimeFormat): string {
  const reported = texts.reported.replace('{day}', day.format(new Date(issue.reportedAt)));
  const status =
    Object.entries(texts.status).find(([name]) => name === statusWord(issue.status, issue.kind))?.[1] ?? issue.status;
  const about = [status, issue.reference, reported].join(' · ');
  return `<li><p>${linkOf(issue.url, issue.title)}</p><p class="about">${escapeHtml(about)}</p></li>`;
}

/** HTML of a link that opens a new window. */
export function linkOf(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}" target="_blank" rel="noopener">${escapeHtml(text)}</a>`;
}

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
