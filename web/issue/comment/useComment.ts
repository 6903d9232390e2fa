import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { CommentIssueDocument, type CommentReach } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useSend } from '../../shared/useSend.ts';

/** Words on a report that move it nowhere; the field keeps them until the server has them. */
export function useComment(issueId: () => string, claimCode: () => string | null = () => null) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CommentIssueDocument, (data) => data.commentIssue);
  const text = ref('');
  const wasSubmitted = ref(false);
  let idempotencyKey = newIdempotencyKey();

  /** True when the server has them. */
  const say = async (reach: CommentReach, tellReporter = true): Promise<boolean> => {
    wasSubmitted.value = true;
    const words = text.value.trim();
    if (!words) return false;
    const whose = { issueId: issueId(), claimCode: claimCode() };
    const payload = await send({ input: { ...whose, reach, text: words, tellReporter, idempotencyKey } });
    // Refused is not lost, but a changed text under the same key would be.
    if (userErrors.value.length > 0) idempotencyKey = newIdempotencyKey();
    if (!payload) return false;
    idempotencyKey = newIdempotencyKey();
    text.value = '';
    wasSubmitted.value = false;
    return true;
  };
  return {
    text,
    say,
    busy,
    failure,
    error: computed(() => {
      const [refused] = userErrors.value;
      if (refused) return textOf(refused.code);
      return wasSubmitted.value && !text.value.trim() ? t('comment.missing') : '';
    }),
  };
}
