import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { useFormat } from '../shared/format.ts';
import { AuditDocument, type AuditPartsFragment, type AuditTopic } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';

const pageSize = 40;

export interface AuditDay {
  /** Name of the day, such as "Mittwoch, 25. November". */
  readonly name: string;
  readonly entries: AuditPartsFragment[];
}

/** Entries of the audit trail by day, newest first. */
export function useAudit(topic: () => AuditTopic | null) {
  const { ags, timeZone } = useTown();
  const { day } = useFormat(timeZone);
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(AuditDocument, () => ({
    ags: ags.value,
    topic: topic(),
    first: pageSize,
  }));
  const connection = computed(() => result.value?.municipality?.audit);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.municipality?.audit || !next?.municipality?.audit) return before;
        const edges = [...before.municipality.audit.edges, ...next.municipality.audit.edges];
        return { ...next, municipality: { ...next.municipality, audit: { ...next.municipality.audit, edges } } };
      },
    });
  return {
    days: computed(() => byDay(connection.value?.edges.map(({ node }) => node) ?? [], day)),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}

function byDay(entries: readonly AuditPartsFragment[], nameOf: (iso: string) => string): AuditDay[] {
  const days: AuditDay[] = [];
  for (const entry of entries) {
    const name = nameOf(entry.at);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    else days.push({ name, entries: [entry] });
  }
  return days;
}
