import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { PollHeadFragment } from '../gql/graphql.ts';
import type { Answers, OwnVote } from './ownVote.ts';

type Question = PollHeadFragment['questions'][number];

/** State of a ballot: answers by question, within the limits of each. A ranking is its options in order. */
export function useBallot(questions: () => readonly Question[], start: () => OwnVote) {
  const choices = ref(new Map(questions().map((question) => [question.id, ownOf(question, start().optionIds)])));
  const texts = ref(new Map(start().texts.map(({ questionId, text }) => [questionId, text])));
  const wasSubmitted = ref(false);

  const chosen = (question: Question): readonly string[] => choices.value.get(question.id) ?? [];
  const choose = (question: Question, optionIds: readonly string[]) => choices.value.set(question.id, [...optionIds]);
  const text = ({ id }: Question): string => texts.value.get(id) ?? '';
  const write = ({ id }: Question, words: string) => texts.value.set(id, words);
  const isFull = (question: Question) => question.kind === 'MULTIPLE' && chosen(question).length >= question.maxChoices;
  const isBelow = (question: Question) =>
    question.kind === 'TEXT'
      ? question.minChoices > 0 && text(question).trim() === ''
      : chosen(question).length < question.minChoices;

  const { limits, flaw } = useBallotWords();
  const error = (question: Question) => (wasSubmitted.value && isBelow(question) ? flaw(question) : '');
  const written = () =>
    questions()
      .map((question) => ({ questionId: question.id, text: text(question).trim() }))
      .filter((one) => one.text !== '');
  const submit = (): Answers | null => {
    wasSubmitted.value = true;
    if (questions().some(isBelow)) return null;
    const ofKind = (isRanking: boolean) =>
      questions()
        .filter(({ kind }) => (kind === 'RANKING') === isRanking)
        .flatMap(chosen);
    return { optionIds: ofKind(false), ranked: ofKind(true), texts: written() };
  };
  /** The ballot as it is filled in now, complete or not. */
  const filled = computed((): OwnVote => ({ optionIds: questions().flatMap(chosen), texts: written() }));
  return { filled, chosen, choose, text, write, isFull, limits, error, submit };
}

/** Chosen options of a question in the order in which they were chosen. */
function ownOf({ options }: Question, optionIds: readonly string[]): string[] {
  return optionIds.filter((id) => options.some((option) => option.id === id));
}

function useBallotWords() {
  const { t } = useI18n();
  return {
    /**
     * Text of the limits, such as "Wählen Sie 1 bis 3 Antworten."; empty for a single choice, which radio buttons make
     * obvious.
     */
    limits: ({ kind, minChoices: min, maxChoices: max }: Question) => {
      if (kind === 'SINGLE') return '';
      if (kind === 'TEXT') return t(min > 0 ? 'ballot.textRequired' : 'ballot.textOptional');
      if (kind === 'RANKING')
        return min === max ? t('ranking.exactly', { n: max }, max) : t('ranking.between', { min, max });
      return min === max ? t('ballot.exactly', { n: max }, max) : t('ballot.between', { min, max });
    },
    flaw: ({ kind, minChoices: n }: Question) => {
      if (kind === 'TEXT') return t('errors.ANSWER_MISSING');
      return kind === 'RANKING' ? t('ranking.tooFew', { n }, n) : t('ballot.tooFew', { n }, n);
    },
  };
}
