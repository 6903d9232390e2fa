import { escapeHtml } from '../../kernel/mail.render.ts';
import { dateLocale } from '../../kernel/locale.ts';
import type { ExportTexts } from '../privacy.texts.ts';

/** Words and facts that the page of an export shows beside the rows. */
export interface PageFrame {
  readonly texts: ExportTexts;
  readonly locale: string;
  readonly timeZone: string;
  readonly town: string;
  readonly at: Date;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:46rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.75rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #767676}
dl{margin:1rem 0;padding:.75rem 1rem;border:1px solid #767676;border-radius:.5rem}dt{font-weight:600}
dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%;height:auto}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#9cf}}`;

/** Start of the page. It runs no script and loads nothing from elsewhere, and the policy says so to the browser. */
export function pageHead(frame: PageFrame): string {
  const { texts, locale, town } = frame;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:";
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(texts.title)}</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(texts.title)}</h1>
<p>${escapeHtml(fill(texts.intro, { town, at: dateOf(frame, frame.at) }))}</p>
<p>${escapeHtml(texts.files)}</p>
<p>${escapeHtml(texts.without)}</p>
`;
}

/** Heading of the rows of an entity. */
export function pageSection({ texts }: PageFrame, entity: string): string {
  return `<h2>${escapeHtml(wordFor(texts.entities, entity))}</h2>\n`;
}

/** A row as a list of its values; values that are empty are left out. */
export function pageRow(frame: PageFrame, row: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(row).flatMap(([name, value]) => {
    const text = textOf(frame, value, name);
    if (text === '') return [];
    return [`<dt>${escapeHtml(wordFor(frame.texts.columns, name))}</dt><dd>${escapeHtml(text)}</dd>`];
  });
  return lines.length === 0 ? '' : `<dl>${lines.join('')}</dl>\n`;
}

/** The photos, which lie beside the page. */
export function pagePhotos(
  { texts }: PageFrame,
  photos: readonly { readonly file: string; readonly alt: string }[],
): string {
  if (photos.length === 0) return '';
  const shown = photos.map(
    ({ file, alt }) => `<p><img src="${escapeHtml(file)}" alt="${escapeHtml(alt || texts.photo)}"></p>`,
  );
  return `<h2>${escapeHtml(texts.photos)}</h2>\n${shown.join('\n')}\n`;
}

export const pageEnd = '</main></body></html>\n';

/** Properties that hold a word of the program; all others hold words of people, which stay as they are. */
const coded: ReadonlySet<string> = new Set(
  `assurance locale by channel choice failureKind from interest kind method mode origin reach role state status to`.split(
    /\s+/,
  ),
);

/** Properties that hold minutes after midnight. */
const minutes: ReadonlySet<string> = new Set(['quietFrom', 'quietTo']);

function clockOf(value: number): string {
  return `${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`;
}

function textOf(frame: PageFrame, value: unknown, name: string): string {
  const { texts } = frame;
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (typeof value === 'number' && minutes.has(name)) return clockOf(value);
  if (typeof value === 'number') return value.toLocaleString(dateLocale(frame.locale));
  if (Array.isArray(value)) return value.map((one) => textOf(frame, one, name)).join(', ');
  if (typeof value === 'object' && 'name' in value) return textOf(frame, value.name, name);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:\+\d\d:\d\d|Z)$/.test(value)) return dateOf(frame, new Date(value));
  return coded.has(name) ? wordFor(texts.values, value) : value;
}

function dateOf({ locale, timeZone }: PageFrame, at: Date): string {
  return at.toLocaleString(dateLocale(locale), { timeZone, dateStyle: 'long', timeStyle: 'short' });
}

/** Word for a name of the program; the name itself where there is none. */
function wordFor(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] ?? name) : name;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
