import { createHash } from 'node:crypto';
import { dateText } from './dateText.ts';
import { type FirstDate, type FirstScreenPlan, readPlace } from './firstScreen.ts';
import type { FirstPage } from './firstPage.ts';
import { escape } from './shellParts.ts';

/** Words that programs show for a shared link. */
export interface LinkPreview {
  readonly town: string;
  readonly title: string;
  /** Absent: the page has no text of its own. */
  readonly text?: string;
  /** Address of the photo of the object; the picture shows it if visitors without an account may see it. */
  readonly photo?: string;
  /** Language of the page. */
  readonly locale: string;
}

/** Most characters that a preview shows; programs cut longer texts in the middle of a word. */
const longest = { title: 110, text: 200 };

/**
 * Preview of a page of a town, made from the answers that a visitor without an account gets. Undefined for other
 * visitors, for pages that programs may not open, and for towns that do not exist. If the visitor may not read the object
 * of the page, the preview names the page only.
 */
export function previewOf(first: FirstPage, plan: FirstScreenPlan): LinkPreview | undefined {
  const { opened, isSignedIn, answers, locale } = first;
  if (opened?.page.openTo === undefined || isSignedIn) return undefined;
  const data = Object.fromEntries(answers.map(({ name, answer }) => [name, answer.data]));
  const town = textAt(data, 'Town.municipality.name');
  if (town === undefined) return undefined;
  const { preview, titleKey } = opened.page;
  const shows = preview?.only?.every(({ at, in: values }) => values.some((value) => value === readPlace(data, at)));
  const title = preview && shows !== false ? textAt(data, preview.title) : undefined;
  if (title === undefined) return { town, title: plan.texts[locale]?.[titleKey] ?? town, locale };
  const photo = textAt(data, preview?.photo);
  const text = preview?.date
    ? dateIn(data, preview.date, plan.texts[locale] ?? {}, locale)
    : textAt(data, preview?.text);
  return {
    town,
    title: cut(title, longest.title),
    ...(text && { text: cut(text, longest.text) }),
    ...(photo && { photo }),
    locale,
  };
}

/** The date in words with its place, such as "Donnerstag, 3. Dezember 2026, 19:30–21:00 Uhr · Marktplatz". */
function dateIn(
  data: object,
  { of, isAllDay, timeZone, notices }: FirstDate,
  texts: Readonly<Record<string, string>>,
  locale: string,
): string | undefined {
  const date = of.find((place) => textAt(data, `${place}.startsAt`) !== undefined);
  const zone = textAt(data, timeZone);
  if (date === undefined || zone === undefined) return undefined;
  const momentAt = (name: string): Date => new Date(textAt(data, `${date}.${name}`) ?? '');
  const said = notices.filter(({ at, in: values }) => values.some((value) => value === readPlace(data, at)));
  const times = { startsAt: momentAt('startsAt'), endsAt: momentAt('endsAt') };
  return [
    ...said.map(({ key }) => texts[key]),
    dateText({ timeZone: zone, isAllDay: readPlace(data, isAllDay) === true }, times, locale),
    textAt(data, `${date}.place`),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function textAt(data: object, place: string | undefined): string | undefined {
  const found = place === undefined ? undefined : readPlace(data, place);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
}

/** The text in one line, cut at the end of a word. */
function cut(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s+\S*$/, '')} …`;
}

/** Path below which the pictures of previews stand; the path of the page follows. */
export const previewPath = '/preview';

/** Format of the picture: photos are much larger as PNG, and messengers leave out large pictures. */
export function previewFormat({ photo }: LinkPreview): 'jpeg' | 'png' {
  return photo === undefined ? 'png' : 'jpeg';
}

/** Width and height of the picture in pixels, as the programs of large networks want it. */
export const previewSize = { width: 1200, height: 630 };

/** HTML for the head: the Open Graph protocol (ogp.me) and the description for search engines. `page`: absolute URL. */
export function previewTags(preview: LinkPreview, page: string): string {
  const { town, title, text, locale } = preview;
  const { origin, pathname } = new URL(page);
  const tags = {
    'og:type': 'website',
    'og:site_name': `Ortsfunk ${town}`,
    'og:title': title,
    'og:description': text,
    'og:url': page,
    'og:locale': locale.startsWith('de') ? 'de_DE' : locale,
    'og:image': `${origin}${previewPath}${pathname}.${previewFormat(preview)}?v=${versionOf(preview)}`,
    'og:image:width': String(previewSize.width),
    'og:image:height': String(previewSize.height),
    'og:image:alt': `${title} – ${town}`,
  };
  const meta = Object.entries(tags).flatMap(([name, value]) =>
    value === undefined ? [] : [`<meta property="${name}" content="${escape(value)}" />`],
  );
  const described = text === undefined ? [] : [`<meta name="description" content="${escape(text)}" />`];
  return [...meta, '<meta name="twitter:card" content="summary_large_image" />', ...described].join('\n    ');
}

/** Version that changes with the texts of the preview, so that programs load the picture again. */
export function versionOf(preview: LinkPreview): string {
  return createHash('sha256').update(JSON.stringify(preview)).digest('hex').slice(0, 12);
}

/** Header that keeps the page out of search engines; undefined if they may show it. */
export function robotsHeader(openTo: string | undefined): string | undefined {
  return openTo === 'SEARCH_ENGINES' ? undefined : 'noindex';
}

/** Text of /robots.txt (RFC 9309): the pages that programs may open, and those that they may not; the longest pattern
 * decides. A demo is no town, so nothing of it may be opened. */
export function robotsText({ pages }: FirstScreenPlan, isDemo: boolean): string {
  const patternOf = (path: string): string => path.replace(/:\w+(\([^)]*\))?/g, '*');
  const rules = pages.map(({ path, openTo }) =>
    openTo === undefined ? `Disallow: ${patternOf(path)}` : `Allow: ${patternOf(path)}$`,
  );
  const own = ['Disallow: /graphql', 'Disallow: /explorer'];
  return ['User-agent: *', ...(isDemo ? ['Disallow: /'] : new Set([...own, ...rules.toSorted()])), ''].join('\n');
}
