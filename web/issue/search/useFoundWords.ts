import { useI18n } from 'vue-i18n';
import type { FoundIssueFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../shared/format.ts';
import { useStatusWords } from '../useStatusWords.ts';

/** Words about a result of the search: its status, whether it is closed or set aside, its place and date. */
export function useFoundWords(timeZone: () => string | undefined) {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const format = useFormat(timeZone);
  return {
    /** "Erledigt, geschlossen". */
    stateOf: ({ status, kind, stage, flag }: FoundIssueFragment): string => {
      const state = stage === 'DONE' ? t('issueSearch.closed', { status: wordOf(status, kind) }) : wordOf(status, kind);
      return flag ? t('issueSearch.aside', { status: state }) : state;
    },
    /** "Linzer Straße 16 · 28. November 2026". */
    aboutOf: ({ place, createdAt }: FoundIssueFragment): string =>
      [place.address, format.date(createdAt)].filter(Boolean).join(' · '),
  };
}
