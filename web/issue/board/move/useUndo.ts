import { useI18n } from 'vue-i18n';
import { useStatusWords } from '../../useStatusWords.ts';
import { useErrorTexts } from '../../../shared/errors.ts';
import { UndoMoveDocument, type IssueCardFragment } from '../../../gql/graphql.ts';
import { oneAfterAnother } from '../../../shared/oneAfterAnother.ts';
import { useUndoKey } from '../../../shared/useUndoKey.ts';
import { showToast, showWithAct } from '../../../ui/toast.ts';
import { useSend } from '../../../shared/useSend.ts';

/** Undo of a move, for ten seconds, by the message's button or Ctrl+Z. Nobody is notified before. */
export function useUndo(onUndone: (card: IssueCardFragment) => void) {
  const { t } = useI18n();
  const { wordOf } = useStatusWords();
  const { textOf } = useErrorTexts();
  const { send, failure, userErrors } = useSend(UndoMoveDocument, (data) => data.undoMove);
  const inTurn = oneAfterAnother();
  useUndoKey();

  const undo = async ({ id, version, reference }: IssueCardFragment) => {
    const payload = await inTurn(() => send({ issueId: id, version }));
    if (payload?.issue) {
      const { issue } = payload;
      showToast(t('board.undone', { reference, status: wordOf(issue.status, issue.kind) }));
      onUndone(issue);
    } else showToast(failure.value?.text ?? textOf(userErrors.value[0]?.code ?? 'INTERNAL'), 'danger');
  };
  /** Shows a message about the move with a button to undo it. */
  const offerUndo = (card: IssueCardFragment, isTold: boolean) => {
    const moved = t('board.moved', { reference: card.reference, status: wordOf(card.status, card.kind) });
    // A reopened duplicate has lost its parent, so the move has no undo and notifies at once.
    if (card.lastMove.from === 'DUPLICATE') return showToast(moved);
    const text = isTold ? `${moved} ${t('board.tellsSoon')}` : moved;
    showWithAct(text, { label: t('board.undo'), run: () => void undo(card) });
  };
  return { offerUndo };
}
