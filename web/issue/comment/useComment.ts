import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { CommentIssueDocument, type CommentReach } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useSend } from '../../shared/useSend.ts';

/** Sends a comment without a move; the field keeps the text until the server has it. */
export function useComment(issueId: () => string, claimCode: () => string | null = () => null) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CommentIssueDocument, (data) => data.commentIssue);
  const text = ref('');
  const wasSubmitted = ref(false);
  let idempotencyKey = newIdempotencyKey();

  /** Sends the comment; true if the server has it. */
  const say = async (reach: CommentReach, tellReporter = true): Promise<boolean> => {
    wasSubmitted.value = true;
    const words = text.value.trim();
    if (!words) return false;
    const whose = { issueId: issueId(), claimCode: claimCode() };
    const payload = await send({ input: { ...whose, reach, text: words, tellReporter, idempotencyKey } });
    // After a refusal the text may change, and a changed text needs another idempotency key.
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
