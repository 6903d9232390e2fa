import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { HomeTodayDocument } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useNow } from '../../shared/clock.ts';
import { useRegistry } from '../../shared/registry.ts';

/** Entries of today in the town, and the polls in which the vote of the visitor is missing. */
export function useHome() {
  const { ags, town, hasPolls } = useTown();
  const { viewer } = useViewer();
  const { todayCells } = useRegistry();
  const now = useNow();
  const { result } = useQuery(
    HomeTodayDocument,
    () => ({ ags: ags.value, hasPolls: hasPolls.value }),
    () => ({ enabled: town.value !== null && viewer.value !== undefined, fetchPolicy: 'cache-and-network' as const }),
  );
  const isAhead = (moment: string) => Date.parse(moment) > now.value;
  const today = computed(() =>
    (result.value?.municipality?.today ?? []).flatMap(({ at, subject }) => {
      const cell = todayCells.get(subject.__typename);
      return cell && isAhead(at) ? [{ at, subject, cell, id: subject.id }] : [];
    }),
  );
  const toVote = computed(() =>
    (result.value?.municipality?.pollsToVote ?? []).filter(
      ({ viewerHasVoted, closesAt }) => !viewerHasVoted && isAhead(closesAt),
    ),
  );
  return { today, toVote };
}
