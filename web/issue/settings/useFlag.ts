import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { FlagIssueDocument, UnflagIssueDocument, type IssueFlag, type IssuePartsFragment } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

/** Flags a report, and removes the flag. */
export function useFlag(issue: () => Pick<IssuePartsFragment, 'id' | 'version'>) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const flagging = useSend(FlagIssueDocument, (data) => data.flagIssue);
  const bringing = useSend(UnflagIssueDocument, (data) => data.unflagIssue);
  /** Version that the clerk has read: at the opening of the form, and after a conflict the one on the page. */
  let version = issue().version;
  const begin = () => {
    version = issue().version;
  };
  const flag = async (kind: IssueFlag, reason: string): Promise<boolean> => {
    const done = await flagging.send({ issueId: issue().id, version, flag: kind, reason });
    version = flagging.refused.value?.issue?.version ?? version;
    if (done) showToast(t('flag.done'));
    return done !== null;
  };
  const unflag = async () => {
    if (await bringing.send({ issueId: issue().id, version: issue().version })) showToast(t('flag.undone'));
  };
  return {
    begin,
    flag,
    unflag,
    busy: computed(() => flagging.busy.value || bringing.busy.value),
    failure: computed(() => flagging.failure.value ?? bringing.failure.value),
    error: computed(() => {
      const code = (flagging.userErrors.value[0] ?? bringing.userErrors.value[0])?.code;
      return code ? textOf(code) : '';
    }),
  };
}
