import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { MoveIssueDocument, type IssuePartsFragment, type IssueStatus } from '../../gql/graphql.ts';
import { useSend } from '../../shared/useSend.ts';
import { reporterAct } from '../moves.ts';

/** The reporter's moves: answer a question, reopen, withdraw. */
export function useReporterMove(issue: () => IssuePartsFragment, claimCode: () => string | null, onMoved: () => void) {
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(MoveIssueDocument, (data) => data.moveIssue);

  const move = async (to: IssueStatus, words: string): Promise<boolean> => {
    const { id: issueId, version, status } = issue();
    const text = words.trim() || null;
    const isAnswer = reporterAct(status, to) === 'answer';
    const payload = await send({
      input: {
        issueId,
        to,
        version,
        claimCode: claimCode(),
        message: isAnswer ? text : null,
        reason: isAnswer ? null : text,
      },
    });
    // Also after a refusal, because the usual reason is a move by somebody else.
    onMoved();
    return payload !== null;
  };
  return {
    move,
    busy,
    failure,
    refusal: computed(() => {
      const [error] = userErrors.value;
      return error ? textOf(error.code) : null;
    }),
  };
}
