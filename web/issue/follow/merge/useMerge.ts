import { useErrorTexts } from '../../../shared/errors.ts';
import { MergeIssueDocument, type IssueCardFragment } from '../../../gql/graphql.ts';
import { showToast } from '../../../ui/toast.ts';
import { useSend } from '../../../shared/useSend.ts';
import { useConflictText } from '../../useConflictText.ts';

interface Page {
  readonly place: (card: IssueCardFragment) => void;
  readonly refetch: () => void;
}

/**
 * Merges a report into another one. `offerUndo`: the merge can be undone for some seconds; nobody is notified before.
 */
export function useMerge(
  page: Page,
  offerUndo: (card: IssueCardFragment, isTold: boolean) => void,
  timeZone: () => string | undefined,
) {
  const { textOf } = useErrorTexts();
  const conflictText = useConflictText(timeZone);
  const { send, busy, failure, userErrors, refused } = useSend(MergeIssueDocument, (data) => data.mergeIssue);
  const merge = async ({ id: issueId, version }: Pick<IssueCardFragment, 'id' | 'version'>, parentId: string) => {
    const payload = await send({ input: { issueId, parentId, version, tellReporter: true, isUndoable: true } });
    const now = payload?.issue ?? refused.value?.issue;
    if (now) page.place(now);
    if (payload?.issue) offerUndo(payload.issue, true);
    else {
      const code = userErrors.value[0]?.code ?? 'INTERNAL';
      const why = code === 'CONFLICT' ? conflictText(refused.value?.issue, refused.value?.lastMove) : textOf(code);
      showToast(failure.value?.text ?? why, 'danger');
    }
    page.refetch();
  };
  return { merge, busy };
}
