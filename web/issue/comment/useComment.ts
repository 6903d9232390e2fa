import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { CommentIssueDocument, type CommentReach } from '../../gql/graphql.ts';
import { newIdempotencyKey } from '../../shared/idempotency.ts';
import { useSend } from '../../shared/useSend.ts';
import type { ReadState } from './commentDraft.ts';

/** Sends a comment without a move; the field keeps the text until the server has it. */
export function useComment(issueId: () => string, claimCode: () => string | null = () => null) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors, refused } = useSend(CommentIssueDocument, (data) => data.commentIssue);
  const text = ref('');
  const wasSubmitted = ref(false);
  let idempotencyKey = newIdempotencyKey();

  /** Sends the comment; true if the server has it. `read`: a report that is newer is a conflict; null: not compared. */
  const say = async (reach: CommentReach, tellReporter = true, read: ReadState | null = null): Promise<boolean> => {
    wasSubmitted.value = true;
    const words = text.value.trim();
    if (!words) return false;
    const whose = { issueId: issueId(), claimCode: claimCode() };
    const payload = await send({ input: { ...whose, ...read, reach, text: words, tellReporter, idempotencyKey } });
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
    refused,
    error: computed(() => {
      const [fault] = userErrors.value;
      if (fault?.code === 'CONFLICT') return '';
      if (fault) return textOf(fault.code);
      return wasSubmitted.value && !text.value.trim() ? t('comment.missing') : '';
    }),
  };
}
