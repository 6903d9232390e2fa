import { type Feed, writeAtom } from '../kernel/atom.ts';

export const feedFormats = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
} as const;
export type FeedFormat = keyof typeof feedFormats;

/** A feed without its own address, which depends on the format. */
export type FeedContent = Omit<Feed, 'self'>;

export function writeFeed(feed: FeedContent, format: FeedFormat, self: string): string {
  return format === 'atom' ? writeAtom({ ...feed, self }) : writeJsonFeed({ ...feed, self });
}

/** JSON Feed 1.1 (jsonfeed.org). */
function writeJsonFeed({ self, title, home, author, lang, entries }: Feed): string {
  const items = entries.map((entry) => ({
    id: entry.id,
    url: entry.url,
    title: entry.title,
    content_html: entry.html,
    content_text: entry.html === undefined ? (entry.summary ?? entry.title) : undefined,
    summary: entry.summary,
    date_published: entry.published,
    date_modified: entry.updated,
    authors: entry.author === undefined ? undefined : [{ name: entry.author }],
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    language: lang,
    authors: [{ name: author }],
    items,
  };
  return `${JSON.stringify(feed)}\n`;
}
