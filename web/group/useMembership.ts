import { computed } from 'vue';
import { useErrorTexts } from '../errors.ts';
import { JoinGroupDocument, LeaveGroupDocument, type GroupPartsFragment } from '../gql/graphql.ts';
import { useSend } from '../useSend.ts';

export function useMembership(group: () => GroupPartsFragment) {
  const { textOf } = useErrorTexts();
  const joining = useSend(JoinGroupDocument, (data) => data.joinGroup);
  const leaving = useSend(LeaveGroupDocument, (data) => data.leaveGroup);
  const change = () => (group().viewerIsMember ? leaving : joining).send({ groupId: group().id });
  return {
    change,
    busy: computed(() => joining.busy.value || leaving.busy.value),
    failure: computed(() => joining.failure.value ?? leaving.failure.value),
    refusal: computed(() => {
      const first = joining.userErrors.value[0] ?? leaving.userErrors.value[0];
      return first ? textOf(first.code) : null;
    }),
  };
}
