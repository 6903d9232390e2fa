import type { FeedEntryPartsFragment, FeedLiveSubscription, FeedPageFragment } from '../gql/graphql.ts';

type Subject = NonNullable<FeedEntryPartsFragment['subject']>;
export type Entry = FeedEntryPartsFragment & { readonly subject: Subject };
export type Update = FeedLiveSubscription['feed'];

/** State of a feed; every change creates a new object. */
export interface Feed {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Ids of entries that arrived live and wait until the reader asks for them, so that nothing moves. */
  readonly held: ReadonlySet<string>;
  /** Ids of withdrawn entries, which an older page must not bring back. */
  readonly gone: ReadonlySet<string>;
  /** Newest cursor of each group. */
  readonly streams: FeedPageFragment['streams'];
  /** Cursor of the next page; null: there is none. */
  readonly next: string | null;
}

export function startFeed(page: FeedPageFragment): Feed {
  const none = { held: new Set<string>(), gone: new Set<string>() };
  return { ...none, entries: mapOf(page), streams: page.streams, next: nextOf(page) };
}

/** Replaces the feed after a long absence: entries that were not shown before wait as if they had arrived live. */
export function renewFeed(feed: Feed, page: FeedPageFragment): Feed {
  const fresh = startFeed(page);
  const isShown = (id: string) => feed.entries.has(id) && !feed.held.has(id);
  const held = shownEntries(feed).length > 0 ? [...fresh.entries.keys()].filter((id) => !isShown(id)) : [];
  return { ...fresh, held: new Set(held) };
}

/** Adds a page. Known entries stay as they are, because messages of a subscription are newer than the page. */
export function addPage(feed: Feed, page: FeedPageFragment): Feed {
  const entries = new Map([...mapOf(page)].filter(([id]) => !feed.gone.has(id)));
  for (const [id, entry] of feed.entries) entries.set(id, entry);
  return { ...feed, entries, next: nextOf(page) };
}

/**
 * Applies a message of one group's subscription. An entry that arrives by several groups stays one entry with several
 * reasons.
 */
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

/** Entries without the waiting ones, newest first. */
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

/** Entry of a node; null when its subject was withdrawn in the meantime. */
function withSubject(node: FeedEntryPartsFragment): { id: string; entry: Entry | null } {
  const { subject } = node;
  return { id: node.id, entry: subject ? { ...node, subject } : null };
}

function joinGroups(known: Entry['because'], more: Entry['because']): Entry['because'] {
  const others = more.filter(({ id }) => !known.some((group) => group.id === id));
  return [...known, ...others].toSorted((a, b) => Number(a.isTown) - Number(b.isTown));
}
