import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useErrorTexts } from '../shared/errors.ts';
import { RequestMembershipDocument, type GroupPartsFragment } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';
import { showWithAct } from '../ui/toast.ts';
import { useFollowing } from './useFollowing.ts';

/** The visitor's standing towards one group; it determines the one possible step. */
export type Standing = 'ALWAYS' | 'FOLLOWS' | 'STRANGER' | 'MEMBER' | 'REQUESTED' | 'MAY_ASK' | 'CLOSED';

export function useMembership(group: () => GroupPartsFragment) {
  const { t } = useI18n();
  const router = useRouter();
  const { textOf } = useErrorTexts();
  const { ags } = useTown();
  const following = useFollowing(() => ags.value);
  const asking = useSend(RequestMembershipDocument, (data) => data.requestMembership);

  const isIn = computed(() =>
    following.isSignedIn.value ? group().viewerIsMember : following.localIds.value.includes(group().id),
  );
  const standing = computed((): Standing => {
    const { isTown, joinPolicy, viewerHasRequested } = group();
    if (isTown && !following.isSignedIn.value) return 'ALWAYS';
    if (joinPolicy === 'OPEN') return isIn.value ? 'FOLLOWS' : 'STRANGER';
    if (isIn.value) return 'MEMBER';
    if (joinPolicy === 'CLOSED') return 'CLOSED';
    return viewerHasRequested ? 'REQUESTED' : 'MAY_ASK';
  });
  /** Follows, or ends following and membership; false when that was refused or got no answer. */
  const toggle = async () => {
    if (standing.value === 'STRANGER') return following.follow(group().id);
    const isLeft = await following.unfollow(group().id);
    if (isLeft && group().isTown) sayWarningsGoOn();
    return isLeft;
  };
  /** Leaving the group of a town ends its news, never its warnings. */
  const sayWarningsGoOn = () =>
    showWithAct(t('group.leftTown', { name: group().name }), {
      label: t('group.leftTownMore'),
      run: () => void router.push({ name: 'emergencies' }),
    });
  const ask = async (note: string) => Boolean(await asking.send({ groupId: group().id, note }));

  return {
    standing,
    toggle,
    ask,
    isSignedIn: following.isSignedIn,
    busy: computed(() => following.busy.value || asking.busy.value),
    failure: computed(() => following.failure.value ?? asking.failure.value),
    refusal: computed(() => {
      const first = following.userErrors.value[0] ?? asking.userErrors.value[0];
      return first ? textOf(first.code) : null;
    }),
  };
}
