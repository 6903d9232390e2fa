import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { useTown } from '../../municipality/useTown.ts';
import { NoticeboardAlertsDocument, NoticeboardDocument, NoticeboardFeedDocument } from '../../gql/graphql.ts';
import { useNow } from '../../shared/clock.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useLive } from '../../shared/live.ts';
import { onceMore } from '../../shared/onceMore.ts';
import { openDates, openPolls, sortIncidents } from './notices.ts';

/** Posts, open polls, dates and incidents of the town, read again when a subscription says that something changed. */
export function useNoticeboard() {
  const { town, ags, uses } = useTown();
  const now = useNow();
  const { failureOf } = useErrorTexts();
  const { result, error, loading, refetch } = useQuery(
    NoticeboardDocument,
    () => ({
      ags: ags.value,
      withPosts: uses('POSTS'),
      withPolls: uses('POLLS'),
      withAlerts: uses('ALERTS'),
      withEvents: uses('CALENDAR'),
    }),
    () => ({ enabled: town.value !== null, fetchPolicy: 'no-cache' }),
  );
  const read = computed(() => result.value?.municipality ?? null);
  const again = onceMore(refetch);
  const groupId = computed(() => read.value?.townGroup?.id);
  const feed = useLive({
    document: NoticeboardFeedDocument,
    variables: () => (groupId.value ? { groupId: groupId.value } : null),
    cursorOf: (data) => data.feed.cursor,
    onMessage: () => void again(),
  });
  useLive({
    document: NoticeboardAlertsDocument,
    variables: () => (read.value && uses('ALERTS') ? { municipalityId: read.value.id } : null),
    cursorOf: (data) => data.alerts.cursor,
    onMessage: () => void again(),
  });
  const incidents = computed(() => read.value?.incidents?.edges.map(({ node }) => node) ?? []);
  return {
    state: feed.state,
    stand: useStand(() => read.value !== null && feed.state.value === 'live'),
    posts: computed(() =>
      (read.value?.townGroup?.feed?.edges ?? []).flatMap(({ node }) =>
        node.subject?.__typename === 'Post' ? [node.subject] : [],
      ),
    ),
    polls: computed(() => openPolls(read.value?.polls?.edges.map(({ node }) => node) ?? [], now.value)),
    dates: computed(() => openDates(read.value?.occurrences?.edges.map(({ node }) => node) ?? [], now.value)),
    /** Open groups beside that of the town; the feed of each reports its dates. */
    groupIds: computed(() =>
      (read.value?.groups?.edges ?? [])
        .filter(({ node }) => node.joinPolicy === 'OPEN' && node.id !== groupId.value)
        .map(({ node }) => node.id),
    ),
    alerts: computed(() => sortIncidents(incidents.value, now.value)),
    isLoading: computed(() => loading.value && !read.value),
    failure: computed(() => (error.value && !read.value ? failureOf(error.value) : null)),
    reread: () => void again(),
  };
}

/** Last moment at which the page knew everything: now while it is connected, else when the connection was lost. */
function useStand(isCurrent: () => boolean) {
  const now = useNow();
  const stand = ref<string | null>(null);
  watch(
    [now, isCurrent],
    ([, isNow], [, wasNow]) => {
      if (isNow || wasNow === true) stand.value = new Date().toISOString();
    },
    { immediate: true },
  );
  return stand;
}
