import { useErrorTexts } from '../../../shared/errors.ts';
import { MergeIssueDocument, type IssueCardFragment } from '../../../gql/graphql.ts';
import { showToast } from '../../../ui/toast.ts';
import { useSend } from '../../../shared/useSend.ts';

interface Page {
  readonly place: (card: IssueCardFragment) => void;
  readonly refetch: () => void;
}

/**
 * Merges a report into another one. `offerUndo`: the merge can be undone for some seconds; nobody is notified before.
 */
export function useMerge(page: Page, offerUndo: (card: IssueCardFragment, isTold: boolean) => void) {
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors, refused } = useSend(MergeIssueDocument, (data) => data.mergeIssue);
  const merge = async ({ id: issueId, version }: Pick<IssueCardFragment, 'id' | 'version'>, parentId: string) => {
    const payload = await send({ input: { issueId, parentId, version, tellReporter: true, isUndoable: true } });
    const now = payload?.issue ?? refused.value?.issue;
    if (now) page.place(now);
    if (payload?.issue) offerUndo(payload.issue, true);
    else showToast(failure.value?.text ?? textOf(userErrors.value[0]?.code ?? 'INTERNAL'), 'danger');
    page.refetch();
  };
  return { merge, busy };
}
