import { useI18n } from 'vue-i18n';
import type { IssueTitleFragment } from '../gql/graphql.ts';
import { speech } from '../shared/i18n.ts';
import { townLanguage } from '../shared/townLanguage.ts';
import { variantIn } from '../shared/variant.ts';

type Titled = Pick<IssueTitleFragment, 'title'> & Partial<Pick<IssueTitleFragment, 'titleVariants'>>;

/** Titles of reports in the language of the page; German if the server has no other. */
export function useIssueTitle() {
  const { locale } = useI18n();
  const variantOf = ({ titleVariants }: Titled) => variantIn(locale.value, titleVariants);
  return {
    titleOf: (issue: Titled): string => (variantOf(issue) ?? issue).title,
    /** Language tag of the title, for screen readers. */
    langOf: (issue: Titled): string => speech(variantOf(issue)?.locale ?? townLanguage),
  };
}
