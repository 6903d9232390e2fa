import { useI18n } from 'vue-i18n';
import { statusWord } from '../../schema/statusWords.ts';
import type { IssueKind, IssueStatus } from '../gql/graphql.ts';

/** How a status is called everywhere, for what the report is about; without a kind for whatever it may be about. */
export function useStatusWords() {
  const { t } = useI18n();
  return { wordOf: (status: IssueStatus, kind?: IssueKind | null): string => t(`status.${statusWord(status, kind)}`) };
}
