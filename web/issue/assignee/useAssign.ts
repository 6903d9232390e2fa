import { useApolloClient } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { AssignIssueDocument, IssueColleaguesDocument, type IssueCardFragment } from '../../gql/graphql.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { showToast } from '../../ui/toast.ts';

export type Assignable = Pick<IssueCardFragment, 'id' | 'reference' | 'version' | 'stage' | 'desk' | 'assignee'>;
type Place = (card: IssueCardFragment) => unknown;

/** Acts on the assignee of a report; `place` receives the report after each answer, also after a conflict. */
export function useAssign(place: Place) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const { client } = useApolloClient();
  const rights = useAssignRights();
  const { send, failure, userErrors, refused } = useSend(AssignIssueDocument, (data) => data.assignIssue);

  const refusalOf = (reference: string): string => {
    if (failure.value) return failure.value.text;
    const code = userErrors.value[0]?.code;
    const issue = refused.value?.issue;
    if (code === 'CONFLICT' && issue) {
      const who = issue.assignee?.name;
      return who ? t('assignee.conflict', { reference, who }) : t('assignee.changed', { reference });
    }
    return code ? textOf(code) : t('errors.INTERNAL');
  };
  /** Assigns the report to the account, or to nobody; true if the server accepted it. */
  const assign = async ({ id: issueId, reference, version }: Assignable, assigneeId: string | null) => {
    const payload = await send({ input: { issueId, version, assigneeId } });
    const issue = payload?.issue ?? refused.value?.issue;
    if (issue) await place(issue);
    if (!payload) return (showToast(refusalOf(reference), 'danger'), false);
    const who = payload.issue?.assignee;
    const name = who?.name ?? t('assignee.unnamed');
    const isOwn = who?.assigneeId === rights.viewerId.value;
    showToast(
      !who
        ? t('assignee.done.none', { reference })
        : t(isOwn ? 'assignee.done.own' : 'assignee.done.other', { reference, name }),
    );
    return true;
  };
  return {
    ...rights,
    assign,
    /** "Ich übernehme": says why if the viewer cannot. */
    take: async (issue: Assignable) => {
      const me = rights.viewerId.value;
      if (me === null || !rights.mayTake(issue)) return (showToast(t('assignee.notHere', issue)), false);
      if (issue.assignee?.assigneeId === me) return (showToast(t('assignee.isOwn', issue)), false);
      return assign(issue, me);
    },
    /** Members of the desk that has the report. */
    colleaguesOf: async ({ reference }: Assignable, ags: string) => {
      const { data } = await client.query({
        query: IssueColleaguesDocument,
        variables: { ags, reference },
        fetchPolicy: 'no-cache',
      });
      return data.issue?.colleagues ?? [];
    },
  };
}

/** Rights of the viewer to change the assignee of a report, as the server decides them. */
function useAssignRights() {
  const { viewer } = useViewer();
  const { town, runsTown } = useTown();
  const desks = computed(() => new Set(town.value?.viewerRoles.flatMap(({ desk }) => desk?.id ?? [])));
  const isOwnDesk = ({ desk }: Assignable) => desk != null && desks.value.has(desk.id);
  const isOpen = ({ stage }: Assignable) => stage !== 'DONE';
  return {
    viewerId: computed(() => viewer.value?.id ?? null),
    mayTake: (issue: Assignable) => isOpen(issue) && isOwnDesk(issue),
    mayAssign: (issue: Assignable) => isOpen(issue) && issue.desk != null && (runsTown.value || isOwnDesk(issue)),
  };
}
