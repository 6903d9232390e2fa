import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import {
  ResetPasskeysDocument,
  RevokeRoleDocument,
  StaffDocument,
  TownDocument,
  type StaffPartsFragment,
} from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

export type StaffRole = StaffPartsFragment['roles'][number];

/** Staff of the municipality, with the revocation of roles. */
export function useStaff() {
  const { ags, town, runsTown } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(StaffDocument, () => ({ ags: ags.value }));
  const { send, busy, failure, userErrors } = useSend(RevokeRoleDocument, (data) => data.revokeRole);
  const resetting = useSend(ResetPasskeysDocument, (data) => data.resetPasskeys);
  const staff = computed(() => result.value?.municipality?.staff ?? []);
  const admins = computed(() => staff.value.filter(({ roles }) => roles.some(({ role }) => role === 'ADMIN')).length);

  const revoke = async (personId: string, { role, desk }: StaffRole): Promise<boolean> => {
    const input = { municipalityId: town.value?.id ?? '', personId, role, deskId: desk?.id ?? null };
    // People who revoke their own role must not continue to see this page.
    const done = await send({ input }, { refetchQueries: [TownDocument], awaitRefetchQueries: true });
    if (done && runsTown.value) await refetch();
    return done !== null;
  };
  /** Removes the passkeys of a member who has lost the device. */
  const reset = async (personId: string): Promise<boolean> =>
    (await resetting.send({ input: { municipalityId: town.value?.id ?? '', personId } })) !== null;
  return {
    staff,
    revoke,
    reset,
    busy: computed(() => busy.value || resetting.busy.value),
    /** Whether the role belongs to the last admin: somebody must remain who can appoint others. */
    isLastAdmin: ({ role }: StaffRole) => role === 'ADMIN' && admins.value <= 1,
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    /** Reasons why the server refused the last act. */
    refusals: computed(() => [...userErrors.value, ...resetting.userErrors.value]),
    sendFailure: computed(() => failure.value ?? resetting.failure.value),
    reread: () => void refetch(),
  };
}
