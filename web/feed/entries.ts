import type { FeedEntryPartsFragment, FeedLiveSubscription, FeedPageFragment } from '../gql/graphql.ts';

type Subject = NonNullable<FeedEntryPartsFragment['subject']>;
export type Entry = FeedEntryPartsFragment & { readonly subject: Subject };
export type Update = FeedLiveSubscription['feed'];

/** What a page knows of a feed; every change makes a new one. */
export interface Feed {
  readonly entries: ReadonlyMap<string, Entry>;
  /** What came while somebody was reading: it waits until it is asked for, so that nothing moves. */
  readonly held: ReadonlySet<string>;
  /** Withdrawn meanwhile: a page that was read before must not bring it back. */
  readonly gone: ReadonlySet<string>;
  /** Where the stream of each group stands. */
  readonly streams: FeedPageFragment['streams'];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

export function startFeed(page: FeedPageFragment): Feed {
  const none = { held: new Set<string>(), gone: new Set<string>() };
  return { ...none, entries: mapOf(page), streams: page.streams, next: nextOf(page) };
}

/** Read anew after too long a break: what was not known before waits as if it had come live. */
export function renewFeed(feed: Feed, page: FeedPageFragment): Feed {
  const fresh = startFeed(page);
  const isShown = (id: string) => feed.entries.has(id) && !feed.held.has(id);
  const held = shownEntries(feed).length > 0 ? [...fresh.entries.keys()].filter((id) => !isShown(id)) : [];
  return { ...fresh, held: new Set(held) };
}

/** What the stream told meanwhile is newer than what a page says of the same thing. */
export function addPage(feed: Feed, page: FeedPageFragment): Feed {
  const entries = new Map([...mapOf(page)].filter(([id]) => !feed.gone.has(id)));
  for (const [id, entry] of feed.entries) entries.set(id, entry);
  return { ...feed, entries, next: nextOf(page) };
}

/** A message of one group's stream. The same thing may come by several groups: it stays one entry with several reasons. */
export function applyUpdate(feed: Feed, groupId: string, update: Update): Feed {
  const entries = new Map(feed.entries);
  const held = new Set(feed.held);
  const gone = new Set(feed.gone);
  const last = feed.next === null ? '' : (sortEntries([...feed.entries.values()]).at(-1)?.at ?? '');
  const isEmpty = feed.entries.size === 0;
  for (const { id, entry } of update.entries.map(withSubject)) {
    const known = entries.get(id);
    if (!entry) leave(id);
    else if (known) entries.set(id, { ...entry, because: joinGroups(known.because, entry.because) });
    else if (entry.at >= last) enter(entry);
  }
  for (const id of update.removedIds) leave(id);
  const streams = feed.streams.map((one) => (one.group.id === groupId ? { ...one, cursor: update.cursor } : one));
  return { ...feed, entries, held, gone, streams };

  function enter(entry: Entry): void {
    entries.set(entry.id, entry);
    gone.delete(entry.id);
    if (!isEmpty) held.add(entry.id);
  }
  function leave(id: string): void {
    const known = entries.get(id);
    const because = known?.because.filter((group) => group.id !== groupId) ?? [];
    if (known && because.length > 0) return void entries.set(id, { ...known, because });
    entries.delete(id);
    held.delete(id);
    gone.add(id);
  }
}

export function revealAll(feed: Feed): Feed {
  return { ...feed, held: new Set() };
}

/** Newest first, without what waits. */
export function shownEntries({ entries, held }: Feed): Entry[] {
  return sortEntries([...entries.values()].filter(({ id }) => !held.has(id)));
}

function sortEntries(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}

function mapOf({ edges }: FeedPageFragment): Map<string, Entry> {
  const entries = edges.map(({ node }) => withSubject(node).entry).filter((entry) => entry !== null);
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function nextOf({ pageInfo }: FeedPageFragment): string | null {
  return pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
}

/** Without a subject it was withdrawn this moment. */
function withSubject(node: FeedEntryPartsFragment): { id: string; entry: Entry | null } {
  const { subject } = node;
  return { id: node.id, entry: subject ? { ...node, subject } : null };
}

function joinGroups(known: Entry['because'], more: Entry['because']): Entry['because'] {
  const others = more.filter(({ id }) => !known.some((group) => group.id === id));
  return [...known, ...others].toSorted((a, b) => Number(a.isTown) - Number(b.isTown));
}
