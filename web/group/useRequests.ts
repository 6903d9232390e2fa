import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { DecideMembershipDocument, GroupRequestsDocument } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';

/** Requests for membership that wait for an answer, for those who manage the group. */
export function useRequests(groupId: () => string) {
  const { failureOf, textOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(GroupRequestsDocument, () => ({ id: groupId() }));
  const deciding = useSend(DecideMembershipDocument, (data) => data.decideMembership);

  const decide = async (personId: string, accept: boolean): Promise<boolean> => {
    const options = { refetchQueries: ['GroupMembers'] };
    const done = await deciding.send({ groupId: groupId(), personId, accept }, options);
    await refetch(); // also when a colleague has decided first
    return done !== null;
  };
  return {
    requests: computed(() => result.value?.group?.requests ?? []),
    decide,
    busy: deciding.busy,
    refusal: computed(() => {
      const [first] = deciding.userErrors.value;
      return first ? textOf(first.code) : null;
    }),
    failure: computed(() => deciding.failure.value ?? (error.value && !result.value ? failureOf(error.value) : null)),
  };
}
