import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import {
  ConfirmIssueDocument,
  MoveIssueDocument,
  type IssuePartsFragment,
  type IssueStatus,
} from '../../gql/graphql.ts';
import { useSend } from '../../shared/useSend.ts';
import { reporterAct } from '../moves.ts';

/** The reporter's moves: answer a question, reopen, withdraw, confirm. */
export function useReporterMove(issue: () => IssuePartsFragment, claimCode: () => string | null, onMoved: () => void) {
  const { textOf } = useErrorTexts();
  const moving = useSend(MoveIssueDocument, (data) => data.moveIssue);
  const confirming = useSend(ConfirmIssueDocument, (data) => data.confirmIssue);

  const move = async (to: IssueStatus, words: string): Promise<boolean> => {
    const { id: issueId, version, status } = issue();
    const text = words.trim() || null;
    const act = reporterAct(status, to);
    const payload =
      act === 'confirm'
        ? await confirming.send({ input: { issueId, claimCode: claimCode() } })
        : await moving.send({
            input: {
              issueId,
              to,
              version,
              claimCode: claimCode(),
              message: act === 'answer' ? text : null,
              reason: act === 'answer' ? null : text,
            },
          });
    // Also after a refusal, because the usual reason is a move by somebody else.
    onMoved();
    return payload !== null;
  };
  return {
    move,
    busy: computed(() => moving.busy.value || confirming.busy.value),
    failure: computed(() => moving.failure.value ?? confirming.failure.value),
    refusal: computed(() => {
      const error = moving.userErrors.value[0] ?? confirming.userErrors.value[0];
      return error ? textOf(error.code) : null;
    }),
  };
}
