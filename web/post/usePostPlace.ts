import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { PinPostDocument, SetPostExpiryDocument, type PostPartsFragment } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { showToast } from '../ui/toast.ts';

/** Pins a published post and sets when it expires; the cache then shows the new state. */
export function usePostPlace(post: () => Pick<PostPartsFragment, 'id'>) {
  const { t } = useI18n();
  const pinning = useSend(PinPostDocument, (data) => data.pinPost);
  const expiring = useSend(SetPostExpiryDocument, (data) => data.setPostExpiry);
  const lists = { refetchQueries: ['PinnedPosts'] };
  const said = (isDone: boolean): boolean => {
    if (isDone) showToast(t('postPlace.saved'));
    return isDone;
  };

  return {
    setPin: async (isPinned: boolean) => said((await pinning.send({ postId: post().id, isPinned }, lists)) !== null),
    setExpiry: async (expiresAt: string | null) =>
      said((await expiring.send({ postId: post().id, expiresAt })) !== null),
    busy: computed(() => pinning.busy.value || expiring.busy.value),
    failure: computed(() => pinning.failure.value ?? expiring.failure.value),
    userErrors: computed(() => [...pinning.userErrors.value, ...expiring.userErrors.value]),
  };
}
