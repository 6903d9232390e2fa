import { useApolloClient } from '@vue/apollo-composable';
import { ref, watch } from 'vue';
import { WaitingPhotoCountDocument } from '../../../gql/graphql.ts';
import { useSoon } from '../../../shared/useSoon.ts';

/** Number of photos of a town that wait for a decision; 0 until it is known. `ags`: undefined until the town is known. */
export function usePhotoCount(ags: () => string | undefined) {
  const { client } = useApolloClient();
  const count = ref(0);
  const read = async () => {
    const town = ags();
    if (town === undefined) return;
    const query = { query: WaitingPhotoCountDocument, variables: { ags: town }, fetchPolicy: 'no-cache' as const };
    const answer = await client.query(query).catch(() => null); // the next change asks again
    const total = answer?.data.municipality?.waitingPhotos?.totalCount;
    if (total != null && town === ags()) count.value = total;
  };
  watch(ags, () => void read(), { immediate: true });
  return {
    count,
    /** Counts once for all recent changes. */
    countSoon: useSoon(() => void read(), 1000, 2000),
  };
}
