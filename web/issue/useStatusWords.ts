import { useI18n } from 'vue-i18n';
import { statusWord } from '../../schema/statusWords.ts';
import type { IssueKind, IssueStatus } from '../gql/graphql.ts';

/** Default name of a status for a kind of report; without a kind a name that fits all. */
export function useStatusWords() {
  const { t } = useI18n();
  return { wordOf: (status: IssueStatus, kind?: IssueKind | null): string => t(`status.${statusWord(status, kind)}`) };
}
