import { writeXml } from './xml.ts';

/* Feeds as Atom (RFC 4287). */

export const atomType = 'application/atom+xml; charset=utf-8';

export interface FeedEntry {
  /** Never changes, and no other entry has it. */
  readonly id: string;
  readonly title: string;
  readonly updated: string;
  readonly published?: string;
  /** Address of the page or document about the entry. */
  readonly url: string;
  /** Content type of `url`; absent: text/html. */
  readonly type?: string;
  readonly summary?: string;
  /** HTML that is safe to show. */
  readonly html?: string;
  readonly author?: string;
}

export interface Feed {
  /** Address of the feed, also its id. */
  readonly self: string;
  readonly title: string;
  /** Address of the page with the same content. */
  readonly home: string;
  readonly author: string;
  readonly lang: string;
  /** Time of the newest change. */
  readonly updated: string;
  readonly entries: readonly FeedEntry[];
}

export function writeAtom({ self, title, home, author, lang, updated, entries }: Feed): string {
  return writeXml('feed', {
    '@_xmlns': 'http://www.w3.org/2005/Atom',
    '@_xml:lang': lang,
    id: self,
    title,
    updated,
    link: [
      { '@_rel': 'self', '@_type': 'application/atom+xml', '@_href': self },
      { '@_rel': 'alternate', '@_type': 'text/html', '@_href': home },
    ],
    author: { name: author },
    entry: entries.map((entry) => ({
      id: entry.id,
      title: entry.title,
      updated: entry.updated,
      published: entry.published,
      link: { '@_rel': 'alternate', '@_type': entry.type ?? 'text/html', '@_href': entry.url },
      author: entry.author === undefined ? undefined : { name: entry.author },
      summary: entry.summary,
      content: entry.html === undefined ? undefined : { '@_type': 'html', '#text': entry.html },
    })),
  });
}
