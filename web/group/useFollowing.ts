import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { computed, shallowRef } from 'vue';
import { JoinGroupDocument, LeaveGroupDocument, ViewerGroupsDocument } from '../gql/graphql.ts';
import { useViewer } from '../identity/useViewer.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useRegistry } from '../shared/registry.ts';
import { useSend } from '../shared/useSend.ts';
import type { Failure } from '../ui/failure.ts';
import { localGroups, setLocalGroups } from './localGroups.ts';

/**
 * Groups of a town that the visitor follows: as a member with an account, stored on this device without one (open
 * groups only).
 */
export function useFollowing(ags: () => string) {
  const { viewer, isSignedIn } = useViewer();
  const { result, error } = useQuery(
    ViewerGroupsDocument,
    () => ({ ags: ags() }),
    () => ({ enabled: isSignedIn.value }),
  );
  const joining = useSend(JoinGroupDocument, (data) => data.joinGroup);
  const leaving = useSend(LeaveGroupDocument, (data) => data.leaveGroup);

  const ending = useEnding(ags);

  const localIds = computed(() => localGroups(ags()).value);
  const memberIds = computed(() => result.value?.municipality?.viewerGroups.map(({ id }) => id) ?? []);
  const followedIds = computed(() => (isSignedIn.value ? memberIds.value : localIds.value));
  const setLocal = (ids: readonly string[]) => setLocalGroups(ags(), ids);

  /** Follows or unfollows a group; false when that was refused or got no answer. */
  const change = async (id: string, isOn: boolean): Promise<boolean> => {
    if (isSignedIn.value) return Boolean(await (isOn ? joining : leaving).send({ groupId: id }));
    if (!isOn && !(await ending.end(id))) return false;
    const others = localIds.value.filter((other) => other !== id);
    setLocal(isOn ? [...others, id] : others);
    return true;
  };
  return {
    localIds,
    followedIds,
    /** Whether `followedIds` is final. */
    isKnown: computed(() => viewer.value === null || (isSignedIn.value && Boolean(result.value ?? error.value))),
    /** Groups that were chosen on this device before signing in and are not followed with the account yet. */
    leftOver: computed(() => (result.value ? localIds.value.filter((id) => !memberIds.value.includes(id)) : [])),
    isFollowing: (id: string) => followedIds.value.includes(id),
    follow: (id: string) => change(id, true),
    unfollow: (id: string) => change(id, false),
    setLocal,
    isSignedIn,
    busy: computed(() => joining.busy.value || leaving.busy.value || ending.busy.value),
    failure: computed(() => joining.failure.value ?? leaving.failure.value ?? ending.failure.value),
    userErrors: computed(() => [...joining.userErrors.value, ...leaving.userErrors.value]),
  };
}

/** Ends what comes to this device of a group without an account; false without an answer. */
function useEnding(ags: () => string) {
  const { client } = useApolloClient();
  const { failureOf } = useErrorTexts();
  const { unfollowOnDevice } = useRegistry();
  const busy = shallowRef(false);
  const failure = shallowRef<Failure | null>(null);
  const end = async (groupId: string): Promise<boolean> => {
    busy.value = true;
    failure.value = null;
    try {
      for (const unfollow of unfollowOnDevice) await unfollow(client, { ags: ags(), groupId });
    } catch (error) {
      failure.value = failureOf(error);
    } finally {
      busy.value = false;
    }
    return failure.value === null;
  };
  return { end, busy, failure };
}
