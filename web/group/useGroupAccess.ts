import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { GroupAccessesDocument, TakeGroupAccessDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useSend } from '../shared/useSend.ts';

/** Takes access of an admin to a closed group. */
export function useTakeAccess(groupId: () => string) {
  const { byField } = useErrorTexts();
  const taking = useSend(TakeGroupAccessDocument, (data) => data.takeGroupAccess);
  const idempotencyKey = newIdempotencyKey();

  const take = async (reason: string): Promise<boolean> => {
    const input = { groupId: groupId(), reason, idempotencyKey };
    return (await taking.send({ input }, { refetchQueries: ['GroupAccesses'] })) !== null;
  };
  return {
    take,
    busy: taking.busy,
    failure: taking.failure,
    reasonError: computed(() => byField(taking.userErrors.value).reason),
    /** Refusals that concern no field, such as a sign-in that is too long ago. */
    refusals: computed(() => taking.userErrors.value.filter(({ path }) => !path?.includes('reason'))),
  };
}

/** Accesses that admins took to a closed group, newest first. */
export function useGroupAccesses(groupId: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, error } = useQuery(GroupAccessesDocument, () => ({ id: groupId() }), {
    fetchPolicy: 'cache-and-network',
  });
  return {
    accesses: computed(() => result.value?.group?.accesses ?? null),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}
