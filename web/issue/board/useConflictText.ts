import { useI18n } from 'vue-i18n';
import { useFormat } from '../../format.ts';
import type { IssueCardFragment, MovePartsFragment } from '../../gql/graphql.ts';

/** Of two who moved the same card: who was first, and where it is now. */
export function useConflictText(timeZone: () => string | undefined) {
  const { t } = useI18n();
  const { short } = useFormat(timeZone);
  return (
    issue: Pick<IssueCardFragment, 'reference'> | null | undefined,
    lastMove: MovePartsFragment | null | undefined,
  ): string => {
    if (!issue || !lastMove) return t('errors.CONFLICT');
    const who = [lastMove.actorName, lastMove.desk?.name].filter(Boolean).join(', ') || t(`party.${lastMove.by}`);
    return t('board.conflict', {
      reference: issue.reference,
      who,
      at: short(lastMove.at),
      status: t(`status.${lastMove.to}`),
    });
  };
}
