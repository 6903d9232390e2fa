import {
  type FirstBlock,
  type FirstCondition,
  type FirstEntries,
  type FirstList,
  type FirstMerged,
  type FirstRow,
  readPlace,
} from './firstScreen.ts';
import { escape, type Parts } from './shellParts.ts';

/** Longest list that a first screen shows. */
const mostEntries = 6;
/** Characters of a text that a first screen shows; more than four lines of a phone. */
const mostCharacters = 400;

/** Values from which the blocks of a page are drawn. */
export interface BlockContent {
  /** Data of the answers by the names of the queries. */
  readonly data: object;
  readonly locale: string;
  readonly timeZone: string;
  readonly isSignedIn: boolean;
  /** Values that texts of the parts name, as HTML. */
  readonly values: Readonly<Record<string, string>>;
}

/** Draws a block; empty if it has nothing to show. */
export function drawBlock(block: FirstBlock, content: BlockContent, { part, said }: Parts): string {
  const { key, from, moment, entries, merged, only = [] } = block;
  const { data, locale, timeZone, values } = content;
  if (block.ifSignedOut === true && content.isSignedIn) return '';
  if (!only.every((condition) => isMet(condition, data))) return '';
  if (entries) {
    const drawn = drawEntries(block.part, entries, content, { part });
    return drawn === ''
      ? ''
      : part(block.part)({ entries: drawn, heading: drawHeading(block.part, entries, content, { part }) });
  }
  if (merged) {
    const drawn = drawMerged(block.part, merged, content, { part, said });
    return drawn === '' ? '' : part(block.part)({ entries: drawn });
  }
  if (key === undefined && from === undefined) return part(block.part)(values);
  const text = key === undefined ? textAt(data, from ?? '', locale) : said(key);
  const time = moment === undefined ? '' : momentOf(textAt(data, moment, locale), locale, timeZone);
  if (text === '' || (moment !== undefined && time === '')) return '';
  return part(block.part)({ text: escape(short(text.replace('{moment}', () => time))) });
}

function drawHeading(
  name: string,
  { heading }: FirstEntries,
  { data, locale }: BlockContent,
  { part }: Pick<Parts, 'part'>,
): string {
  if (heading === undefined) return '';
  const text = textAt(data, heading.from, locale);
  const isKnown = text === textAt(data, heading.unless, locale);
  return text === '' || isKnown ? '' : part(`${name}Heading`)({ text: escape(short(text)) });
}

function isMet({ at, in: allowed }: FirstCondition, data: object): boolean {
  const found = readPlace(data, at);
  return allowed.some((value) => value === found);
}

/** An entry of a list: its subject, and its moment if it has one. */
interface Entry {
  readonly subject: object;
  readonly at: string;
}

function drawEntries(
  name: string,
  entries: FirstEntries,
  content: BlockContent,
  { part }: Pick<Parts, 'part'>,
): string {
  const { title, text = '', rows, most = mostEntries } = entries;
  const { locale } = content;
  const shown = entriesIn(entries, content.data);
  const filled = (subject: object, row?: FirstRow): Record<string, string> => ({
    title: escape(short(textAt(subject, title, locale))),
    text: escape(short(textAt(subject, text, locale))),
    icon: row?.icon ?? '',
    chevron: row?.unfolds ? part('chevron')() : '',
    below: row?.below ? drawBelow(subject, row.below) : '',
  });
  const drawBelow = (subject: object, { at, icon }: NonNullable<FirstRow['below']>): string => {
    const found = readPlace(subject, at);
    const isShown = isObject(found) && textAt(found, title, locale) !== '';
    return isShown ? part(`${name}Entry`)({ ...filled(found), icon, chevron: part('chevron')() }) : '';
  };
  if (!rows) {
    const draw = part(`${name}Entry`);
    return shown
      .slice(0, most)
      .map(({ subject }) => draw(filled(subject)))
      .join('');
  }
  return arrange(shown, rows, content.timeZone)
    .slice(0, most)
    .map(({ look, subject, row }) => part(`${name}${look}`)(filled(subject, row)))
    .join('');
}

/** Draws the entries of all lists, ordered by their ends as in web/app/home/openItems.ts. */
function drawMerged(
  name: string,
  { lists, most }: FirstMerged,
  { data, locale }: BlockContent,
  { part, said }: Parts,
): string {
  const draw = part(`${name}Entry`);
  return lists
    .flatMap((list) => entriesIn(list, data).map(({ subject }) => ({ subject, list, end: endOf(subject, list.ends) })))
    .toSorted((a, b) => a.end - b.end)
    .slice(0, most)
    .map(({ subject, list }) =>
      draw({ title: escape(short(textAt(subject, list.title, locale))), act: escape(said(list.actKey)) }),
    )
    .join('');
}

/** The first of the moments at these places, in milliseconds; Infinity if there is none. */
function endOf(subject: object, places: readonly string[]): number {
  const moments = places.map((place) => Date.parse(String(readPlace(subject, place))));
  return Math.min(...moments.filter((moment) => !Number.isNaN(moment)));
}

function entriesIn({ from, subject: place, only = [], except }: FirstList, data: object): Entry[] {
  const found = readPlace(data, from);
  if (!Array.isArray(found)) return [];
  const shown = except && readPlace(data, except.from);
  const ids = Array.isArray(shown) ? shown.slice(0, except?.most).map((one) => readPlace(one, except?.id ?? '')) : [];
  return found.flatMap((entry: unknown) => {
    const subject = place === undefined ? entry : readPlace(entry, place);
    const isNew = !ids.includes(readPlace(subject, 'id'));
    const isShown = isObject(subject) && isNew && only.every((condition) => isMet(condition, subject));
    return isShown ? [{ subject, at: momentIn(entry) }] : [];
  });
}

function momentIn(entry: unknown): string {
  const at = readPlace(entry, 'node.at');
  return typeof at === 'string' ? at : '';
}

interface Item {
  readonly look: 'Lead' | 'Entry' | 'Bundle';
  readonly subject: object;
  readonly row: FirstRow;
}

/** Arranges entries as web/feed/arrange.ts: the newest one that may lead, then all others in their order. */
function arrange(entries: readonly Entry[], rows: Readonly<Record<string, FirstRow>>, timeZone: string): Item[] {
  const known = entries.flatMap((entry) => {
    const type = readPlace(entry.subject, '__typename');
    const row = typeof type === 'string' ? rows[type] : undefined;
    return row ? [{ ...entry, row, day: row.bundles ? dayOf(entry.at, timeZone) : '' }] : [];
  });
  const lead = known.find(({ row }) => row.leads);
  const items: (Item & { readonly day: string })[] = [];
  for (const entry of known.filter((one) => one !== lead)) {
    const last = items.at(-1);
    const joins = last?.row === entry.row && entry.row.bundles && last.day === entry.day;
    if (joins) items.pop();
    items.push({ ...entry, look: joins ? 'Bundle' : 'Entry' });
  }
  return lead ? [{ ...lead, look: 'Lead' }, ...items] : items;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The first text at these places. */
function textAt(data: object, places: string | readonly string[], locale: string): string {
  const all = typeof places === 'string' ? [places] : places;
  return all.map((place) => textAtOne(data, place, locale)).find((text) => text !== '') ?? '';
}

/** Text at a place: the translation in this language, if its object has one. */
function textAtOne(data: object, place: string, locale: string): string {
  const names = place.split('.');
  const name = names.pop() ?? '';
  const owner = names.length === 0 ? data : readPlace(data, names.join('.'));
  const found = [variantOf(owner, locale), owner].map((one) => readPlace(one, name)).find(isText);
  return found ?? '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function variantOf(owner: unknown, locale: string): unknown {
  const variants = readPlace(owner, 'variants') ?? readPlace(owner, 'titleVariants');
  return Array.isArray(variants) ? variants.find((one) => readPlace(one, 'locale') === locale) : undefined;
}

function short(text: string): string {
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const dayFormat = { weekday: 'long', day: 'numeric', month: 'long' } as const;

/** Formats are kept, because creating one costs more than drawing a page. Languages and time zones are few. */
function formatted(at: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options);
  formats.set(key, format);
  return format.format(at);
}

function dayOf(at: string, timeZone: string): string {
  return Number.isNaN(Date.parse(at)) ? '' : formatted(new Date(at), 'en', { timeZone, dateStyle: 'short' });
}

function momentOf(at: string, locale: string, timeZone: string): string {
  if (Number.isNaN(Date.parse(at))) return '';
  return formatted(new Date(at), locale, { ...dayFormat, hour: '2-digit', minute: '2-digit', timeZone });
}

/** The present day as the home page writes it, such as "Donnerstag, 26. November". */
export function today(locale: string, timeZone: string): string {
  return formatted(new Date(), locale, { ...dayFormat, timeZone });
}
