import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../errors.ts';
import { useFormat } from '../format.ts';
import { MoveIssueDocument, type IssueCardFragment, type IssueStatus, type MoveIssueInput } from '../gql/graphql.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../useSend.ts';
import { stageOf } from './moves.ts';

/** What the dialog adds to "this issue, to that status". */
export type MoveDetails = Pick<
  MoveIssueInput,
  'deskId' | 'reason' | 'message' | 'scheduledFor' | 'addressee' | 'tellReporter'
>;

interface Board {
  readonly place: (card: IssueCardFragment) => void;
  readonly putBack: (card: IssueCardFragment) => void;
}

/** Moves a card at once; when the server refuses, puts it back and says why, in a race also who was first. */
export function useStaffMove(board: Board, timeZone: () => string | undefined) {
  const { t } = useI18n();
  const { short } = useFormat(timeZone);
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors, refused } = useSend(MoveIssueDocument, (data) => data.moveIssue);

  const explainConflict = () => {
    const { issue, lastMove } = refused.value ?? {};
    if (!issue || !lastMove) return t('errors.CONFLICT');
    const who = [lastMove.actorName, lastMove.desk?.name].filter(Boolean).join(', ') || t(`party.${lastMove.by}`);
    return t('board.conflict', {
      reference: issue.reference,
      who,
      at: short(lastMove.at),
      status: t(`status.${lastMove.to}`),
    });
  };
  const refusal = computed(() => {
    if (failure.value) return failure.value.text;
    const code = userErrors.value[0]?.code;
    if (!code) return null;
    return code === 'CONFLICT' ? explainConflict() : textOf(code);
  });

  /** True when the server accepted. */
  const move = async (card: IssueCardFragment, to: IssueStatus, details: MoveDetails = {}): Promise<boolean> => {
    board.place({ ...card, status: to, stage: stageOf(to) });
    const payload = await send({ input: { issueId: card.id, to, version: card.version, ...details } });
    if (payload?.issue) {
      board.place(payload.issue);
      showToast(t('board.moved', { reference: card.reference, status: t(`status.${to}`) }));
      return true;
    }
    board.putBack(card);
    if (refused.value?.issue) board.place(refused.value.issue);
    showToast(refusal.value ?? t('errors.INTERNAL'), 'danger');
    return false;
  };
  return { move, busy, refusal };
}
