import { useI18n } from 'vue-i18n';
import { useStatusWords } from './useStatusWords.ts';
import { useFormat } from '../shared/format.ts';
import type { CommentPartsFragment, IssueCardFragment, MovePartsFragment } from '../gql/graphql.ts';

/** Text of a conflict: who moved the card first or wrote, and where it is now. */
export function useConflictText(timeZone: () => string | undefined) {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const { short } = useFormat(timeZone);
  return (
    issue: Pick<IssueCardFragment, 'reference' | 'kind'> | null | undefined,
    lastMove: MovePartsFragment | null | undefined,
    lastComment?: CommentPartsFragment | null,
  ): string => {
    if (issue && lastComment) {
      const { authorName, desk, by, at } = lastComment;
      const who = (by === 'STAFF' && [authorName, desk?.name].filter(Boolean).join(', ')) || t(`party.${by}`);
      return t('board.conflictComment', { reference: issue.reference, who, at: short(at) });
    }
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
