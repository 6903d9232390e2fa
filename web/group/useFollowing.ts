import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { JoinGroupDocument, LeaveGroupDocument, ViewerGroupsDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useSend } from '../shared/useSend.ts';
import { localGroups, setLocalGroups } from './localGroups.ts';

/** Which groups of a town the visitor follows: with an account as a member, without one on this device (open groups only). */
export function useFollowing(ags: () => string) {
  const { viewer, isSignedIn } = useViewer();
  const { result, error } = useQuery(
    ViewerGroupsDocument,
    () => ({ ags: ags() }),
    () => ({ enabled: isSignedIn.value }),
  );
  const joining = useSend(JoinGroupDocument, (data) => data.joinGroup);
  const leaving = useSend(LeaveGroupDocument, (data) => data.leaveGroup);

  const localIds = computed(() => localGroups(ags()).value);
  const memberIds = computed(() => result.value?.municipality?.viewerGroups.map(({ id }) => id) ?? []);
  const followedIds = computed(() => (isSignedIn.value ? memberIds.value : localIds.value));
  const setLocal = (ids: readonly string[]) => setLocalGroups(ags(), ids);

  /** False: it was refused, or nobody answered. */
  const change = async (id: string, isOn: boolean): Promise<boolean> => {
    if (isSignedIn.value) return Boolean(await (isOn ? joining : leaving).send({ groupId: id }));
    const others = localIds.value.filter((other) => other !== id);
    setLocal(isOn ? [...others, id] : others);
    return true;
  };
  return {
    localIds,
    followedIds,
    /** Whether `followedIds` is the answer already. */
    isKnown: computed(() => viewer.value === null || (isSignedIn.value && Boolean(result.value ?? error.value))),
    /** Chosen on this device before signing in, and not followed with the account yet. */
    leftOver: computed(() => (result.value ? localIds.value.filter((id) => !memberIds.value.includes(id)) : [])),
    isFollowing: (id: string) => followedIds.value.includes(id),
    follow: (id: string) => change(id, true),
    unfollow: (id: string) => change(id, false),
    setLocal,
    isSignedIn,
    busy: computed(() => joining.busy.value || leaving.busy.value),
    failure: computed(() => joining.failure.value ?? leaving.failure.value),
    userErrors: computed(() => [...joining.userErrors.value, ...leaving.userErrors.value]),
  };
}
