import { useApolloClient } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import type { Failure } from '../ui/failure.ts';
import type { FeedPageFragment } from '../gql/graphql.ts';
import {
  addPage,
  applyUpdate,
  renewFeed,
  revealAll,
  shownEntries,
  startFeed,
  type Feed,
  type Update,
} from './entries.ts';
import { onceMore } from '../shared/onceMore.ts';
import { keepFeed, keptFeed } from './keptFeeds.ts';

/** Source of a feed. Another key means another feed. */
export interface FeedSource {
  readonly key: string;
  readonly readPage: (after: string | null) => Promise<FeedPageFragment | null>;
}
type Read = (after: string | null, take: (page: FeedPageFragment, key: string) => void) => Promise<void>;
/** Maximum number of subscriptions of a feed: a connection carries at most 100, and polls need some. */
const mostStreams = 80;

interface Known {
  readonly key: string;
  /**
   * Grows with every page that is read from the beginning. Subscriptions then restart at its cursors, so nothing is
   * lost.
   */
  readonly generation: number;
  readonly feed: Feed;
}

/** A feed of a town or a group, page by page and live. `source` is null until it is known what to read. */
export function useFeed(source: () => FeedSource | null) {
  const { read, isReading, failure, again } = useReading(source);
  const { known, begin, change } = useKnown(source, read);
  const feed = computed(() => known.value?.feed ?? null);

  // Many subscriptions may ask for this at the same moment.
  const renew = onceMore(() =>
    read(null, (page, key) => begin(key, feed.value ? renewFeed(feed.value, page) : startFeed(page))),
  );
  const loadMore = () => {
    const { next } = feed.value ?? {};
    if (next && !isReading.value) void read(next, (page) => change((feed) => addPage(feed, page)));
  };
  return {
    entries: computed(() => (feed.value ? shownEntries(feed.value) : [])),
    waiting: computed(() => feed.value?.held.size ?? 0),
    streams: computed(() => feed.value?.streams.slice(0, mostStreams) ?? []),
    generation: computed(() => known.value?.generation ?? 0),
    isLoading: computed(() => feed.value === null && failure.value === null),
    hasMore: computed(() => feed.value?.next != null),
    isReading,
    failure,
    again,
    hear: (groupId: string, update: Update) => {
      if (update.reset) renew();
      else change((feed) => applyUpdate(feed, groupId, update));
    },
    reveal: () => change(revealAll),
    loadMore,
  };
}

/** State of the feed of `source`: read first, then kept for the next visit. */
function useKnown(source: () => FeedSource | null, read: Read) {
  const { client } = useApolloClient();
  const known = shallowRef<Known | null>(null);
  const begin = (key: string, feed: Feed) => {
    known.value = { key, feed, generation: (known.value?.generation ?? 0) + 1 };
  };
  const change = (step: (feed: Feed) => Feed) => {
    if (known.value) known.value = { ...known.value, feed: step(known.value.feed) };
  };
  const load = () => void read(null, (page, key) => begin(key, startFeed(page)));
  const keep = () => known.value && keepFeed(client, known.value.key, known.value.feed);

  watch(
    () => source()?.key ?? null,
    (key) => {
      keep();
      const kept = key === null ? null : keptFeed(client, key);
      if (key !== null && kept) begin(key, kept);
      else if (key !== null) load();
    },
    { immediate: true },
  );
  onScopeDispose(keep);
  // Another person reads now.
  const stopListening = client.onResetStore(async () => {
    known.value = null;
    load();
  });
  onScopeDispose(stopListening);
  return { known, begin, change };
}

/** Reads pages; an answer for an earlier source is ignored. */
function useReading(source: () => FeedSource | null) {
  const { failureOf } = useErrorTexts();
  const failure = shallowRef<Failure | null>(null);
  const running = ref(0);
  let again: () => unknown = () => undefined;

  const read: Read = async (after, take) => {
    const from = source();
    if (!from) return;
    const isCurrent = () => source()?.key === from.key;
    again = () => read(after, take);
    failure.value = null;
    running.value += 1;
    try {
      const page = await from.readPage(after);
      if (page && isCurrent()) take(page, from.key);
    } catch (error) {
      if (isCurrent()) failure.value = failureOf(error);
    } finally {
      running.value -= 1;
    }
  };
  return { read, failure, isReading: computed(() => running.value > 0), again: () => void again() };
}
