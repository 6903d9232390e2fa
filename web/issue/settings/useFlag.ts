import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { FlagIssueDocument, UnflagIssueDocument, type IssueFlag } from '../../gql/graphql.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

/** Flags a report, and removes the flag. */
export function useFlag(issueId: () => string) {
  const { t } = useI18n();
  const { textOf } = useErrorTexts();
  const flagging = useSend(FlagIssueDocument, (data) => data.flagIssue);
  const bringing = useSend(UnflagIssueDocument, (data) => data.unflagIssue);
  const flag = async (kind: IssueFlag, reason: string): Promise<boolean> => {
    const done = await flagging.send({ issueId: issueId(), flag: kind, reason });
    if (done) showToast(t('flag.done'));
    return done !== null;
  };
  const unflag = async () => {
    if (await bringing.send({ issueId: issueId() })) showToast(t('flag.undone'));
  };
  return {
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
