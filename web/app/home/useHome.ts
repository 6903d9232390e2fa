import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { HomeTodayDocument } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useNow } from '../../shared/clock.ts';
import { useRegistry } from '../../shared/registry.ts';
import { recallAddress } from '../../waste/keptAddress.ts';
import WasteChooseCell from '../../waste/WasteChooseCell.vue';

/** Entries of today in the town, and the polls in which the vote of the visitor is missing. */
export function useHome() {
  const { ags, town, hasPolls } = useTown();
  const { viewer, isSignedIn } = useViewer();
  const { todayCells } = useRegistry();
  const now = useNow();
  /** Address whose bins a visitor without an account wants to see; null: none, or those that the viewer follows. */
  const kept = computed(() => (isSignedIn.value ? null : recallAddress(ags.value)));
  const { result } = useQuery(
    HomeTodayDocument,
    () => ({
      ags: ags.value,
      hasPolls: hasPolls.value,
      // The first answer, which the server sends with the page, is that without a street.
      ...(kept.value && { streetId: kept.value.streetId, houseNumber: kept.value.houseNumber || null }),
    }),
    () => ({ enabled: town.value !== null && viewer.value !== undefined, fetchPolicy: 'cache-and-network' as const }),
  );
  const isAhead = (moment: string) => Date.parse(moment) > now.value;
  const today = computed(() =>
    (result.value?.municipality?.today ?? []).flatMap(({ at, until, subject }) => {
      const cell = todayCells.get(subject.__typename);
      const id = 'id' in subject ? subject.id : `${subject.__typename} ${at}`;
      return cell && isAhead(until) ? [{ at, subject, cell, id }] : [];
    }),
  );
  /** Leads to the bins while none is near. */
  const bins = computed(() => {
    const isOffered = result.value?.municipality?.hasWasteCalendar === true;
    const isNear = today.value.some(({ subject }) => subject.__typename === 'WasteDay');
    const isKnown = isSignedIn.value || kept.value !== null;
    return isOffered && !isNear ? [{ at: '', subject: { isKnown }, cell: WasteChooseCell, id: 'waste' }] : [];
  });
  /** Entries of the row: visitors without a street see its choice first. */
  const entries = computed(() => {
    const isFirst = bins.value[0]?.subject.isKnown === false;
    return isFirst ? [...bins.value, ...today.value] : [...today.value, ...bins.value];
  });
  const toVote = computed(() =>
    (result.value?.municipality?.pollsToVote ?? []).filter(
      ({ viewerHasVoted, closesAt }) => !viewerHasVoted && isAhead(closesAt),
    ),
  );
  return { today: entries, toVote };
}
