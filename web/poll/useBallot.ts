import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PollHeadFragment } from '../gql/graphql.ts';

type Question = PollHeadFragment['questions'][number];

/** The choices on a ballot paper: by question, within the limits of each. */
export function useBallot(questions: () => readonly Question[], start: () => readonly string[]) {
  const { t } = useI18n();
  const choices = ref(
    new Map(
      questions().map((question) => [
        question.id,
        start().filter((id) => question.options.some((option) => option.id === id)),
      ]),
    ),
  );
  const wasSubmitted = ref(false);

  const chosen = (question: Question): readonly string[] => choices.value.get(question.id) ?? [];
  const choose = (question: Question, optionIds: readonly string[]) => choices.value.set(question.id, [...optionIds]);
  const isFull = (question: Question) => question.kind === 'MULTIPLE' && chosen(question).length >= question.maxChoices;
  const isBelow = (question: Question) => chosen(question).length < question.minChoices;

  /** "Wählen Sie 1 bis 3 Antworten." Nothing for a single choice: the round buttons say it. */
  const limits = (question: Question) => {
    if (question.kind === 'SINGLE') return '';
    const { minChoices: min, maxChoices: max } = question;
    return min === max ? t('ballot.exactly', { n: max }, max) : t('ballot.between', { min, max });
  };
  const error = (question: Question) =>
    wasSubmitted.value && isBelow(question) ? t('ballot.tooFew', { n: question.minChoices }, question.minChoices) : '';

  const submit = (): readonly string[] | null => {
    wasSubmitted.value = true;
    return questions().some(isBelow) ? null : questions().flatMap(chosen);
  };
  return { chosen, choose, isFull, limits, error, submit, total: computed(() => questions().flatMap(chosen).length) };
}
