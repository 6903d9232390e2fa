import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PartnerKeysDocument, RevokePartnerKeyDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';

/** Keys of the town's partners, for admins. */
export function useKeys(ags: () => string, isAllowed: () => boolean) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    PartnerKeysDocument,
    () => ({ ags: ags() }),
    () => ({ enabled: isAllowed() }),
  );
  const revoking = useSend(RevokePartnerKeyDocument, (data) => data.revokePartnerKey);
  const list = computed(() => result.value?.municipality?.partnerKeys);
  return {
    keys: computed(() => list.value ?? []),
    isLoading: computed(() => loading.value && !list.value),
    failure: computed(() => (error.value && !list.value ? failureOf(error.value) : null)),
    revoke: async (id: string): Promise<boolean> => Boolean(await revoking.send({ id })),
    isRevoking: revoking.busy,
    revokeFailure: revoking.failure,
    reread: () => void refetch(),
  };
}
