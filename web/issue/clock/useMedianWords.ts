import { useI18n } from 'vue-i18n';
import { useFormat } from '../../shared/format.ts';
import type { IssueMediansQuery } from '../../gql/graphql.ts';

type Median = NonNullable<NonNullable<IssueMediansQuery['municipality']>['issueMedians']>[number];

/** Medians in words, such as "Im Mittel nach 1,8 Tagen beantwortet": hours below one day, one decimal above. */
export function useMedianWords() {
  const { t } = useI18n();
  const { number } = useFormat();
  const said = (what: 'answer' | 'solution', days: number) => {
    const unit = days < 1 ? 'hours' : 'days';
    const value = days < 1 ? Math.max(1, Math.round(days * 24)) : Math.round(days * 10) / 10;
    const key = what === 'answer' ? `medians.answer.${unit}` : `medians.solution.${unit}`;
    return t(key, { n: number(value) }, value);
  };
  return {
    answerOf: ({ answerDays }: Median) => said('answer', answerDays),
    solutionOf: ({ solutionDays }: Median) => (solutionDays == null ? '' : said('solution', solutionDays)),
    /** Median in opening hours. */
    openTimeOf: ({ answerMinutes }: Median) => {
      const hours = Math.max(1, Math.round(answerMinutes / 60));
      return t('medians.openTime', { n: hours }, hours);
    },
  };
}
