import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { AnswerSurveyDocument, type SurveyAnswer } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

/** The reporter's answer: yes, no with a reason, or no further surveys. */
export function useSurvey(issueId: () => string, claimCode: () => string | null, onAnswered: () => void) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(AnswerSurveyDocument, (data) => data.answerSurvey);
  const reason = ref('');
  const isMissing = ref(false);

  const answer = async (said: SurveyAnswer) => {
    const words = reason.value.trim();
    isMissing.value = said === 'NOT_FIXED' && words === '';
    if (isMissing.value) return;
    const input = { issueId: issueId(), claimCode: claimCode(), answer: said };
    const done = await send({ input: { ...input, reason: said === 'NOT_FIXED' ? words : null } });
    if (done) showToast(t(`survey.done.${said}`));
    // Also after a refusal, because somebody may have moved the report meanwhile.
    onAnswered();
  };
  return {
    answer,
    reason,
    busy,
    failure,
    error: computed(() => (isMissing.value && !reason.value.trim() ? t('reporter.missing.reopen') : '')),
    refusal: computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : null)),
  };
}
