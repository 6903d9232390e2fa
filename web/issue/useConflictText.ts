import { useI18n } from 'vue-i18n';
import { useStatusWords } from './useStatusWords.ts';
import { useFormat } from '../shared/format.ts';
import type { IssueCardFragment, MovePartsFragment } from '../gql/graphql.ts';

/** Text of a conflict: who moved the card first, and where it is now. */
export function useConflictText(timeZone: () => string | undefined) {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const { short } = useFormat(timeZone);
  return (
    issue: Pick<IssueCardFragment, 'reference' | 'kind'> | null | undefined,
    lastMove: MovePartsFragment | null | undefined,
  ): string => {
    if (!issue || !lastMove) return t('errors.CONFLICT');
    const who = [lastMove.actorName, lastMove.desk?.name].filter(Boolean).join(', ') || t(`party.${lastMove.by}`);
    return t('board.conflict', {
      reference: issue.reference,
      who,
      at: short(lastMove.at),
      status: wordOf(lastMove.to, issue.kind),
    });
  };
}
