import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { RemoveServerDocument, ServersDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

/** Servers to which the town may pass reports on; nothing is requested before `isWanted` is true. */
export function useServers(isWanted: () => boolean) {
  const { ags } = useTown();
  const { failureOf, textOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    ServersDocument,
    () => ({ ags: ags.value }),
    () => ({ enabled: isWanted() }),
  );
  const removing = useSend(RemoveServerDocument, (data) => data.removeOpen311Server);
  const known = computed(() => result.value?.municipality?.open311Servers);
  return {
    servers: computed(() => known.value ?? []),
    isLoading: computed(() => loading.value && !known.value),
    failure: computed(() => (error.value && !known.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
    remove: async (serverId: string): Promise<boolean> => Boolean(await removing.send({ serverId })),
    isRemoving: removing.busy,
    removeFailure: computed(() => {
      const [refused] = removing.userErrors.value;
      return removing.failure.value ?? (refused ? { text: textOf(refused.code), reference: null } : null);
    }),
  };
}
