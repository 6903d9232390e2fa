import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { PublishPostDocument, WithdrawPostDocument, type PostPartsFragment } from '../gql/graphql.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';

/** Publishes and withdraws an existing post; the cache then shows the new state. */
export function usePostSteps(post: () => Pick<PostPartsFragment, 'id'>) {
  const { t } = useI18n();
  const publishing = useSend(PublishPostDocument, (data) => data.publishPost);
  const withdrawing = useSend(WithdrawPostDocument, (data) => data.withdrawPost);
  const lists = { refetchQueries: ['Posts'] };

  return {
    publish: async () => {
      const payload = await publishing.send({ postId: post().id }, lists);
      if (payload) showToast(t(payload.post?.state === 'IN_REVIEW' ? 'review.submitted' : 'postStaff.published'));
    },
    withdraw: async (reason: string) => {
      const payload = await withdrawing.send({ postId: post().id, reason: reason.trim() || null }, lists);
      return payload !== null;
    },
    busy: computed(() => publishing.busy.value || withdrawing.busy.value),
    failure: computed(() => publishing.failure.value ?? withdrawing.failure.value),
    userErrors: computed(() => [...publishing.userErrors.value, ...withdrawing.userErrors.value]),
  };
}
