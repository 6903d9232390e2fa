import { reactive } from 'vue';
import { useI18n } from 'vue-i18n';
import { HandOverDocument, type IssueCardFragment } from '../gql/graphql.ts';
import { useMoveRefusal } from '../issue/routing/useMoveRefusal.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';

interface Surroundings {
  readonly timeZone: () => string | undefined;
  readonly server: () => { id: string; name: string };
  readonly done: () => void;
}

/** Passes a report on to a server of another authority. After any failure the report stays where it is. */
export function useHandOver(issue: () => IssueCardFragment, { timeZone, server, done }: Surroundings) {
  const { t } = useI18n();
  const draft = reactive({ note: '' });
  const sending = useSend(HandOverDocument, (data) => data.handOverIssue);
  const { refusal, errorOf } = useMoveRefusal(sending, ['note'], timeZone);
  let tellsReporter = true;
  /** Version that the clerk has read: at the opening of the form, and after a conflict that of its message. */
  let version = issue().version;
  const submit = async (tellReporter: boolean) => {
    tellsReporter = tellReporter;
    const { id: issueId } = issue();
    const { id: serverId, name } = server();
    const input = { issueId, version, serverId, tellReporter, note: draft.note || null };
    const payload = await sending.send({ input });
    version = sending.refused.value?.issue?.version ?? version;
    if (!payload) return;
    showToast(t('forward.done', { name }));
    done();
  };
  return { draft, submit, again: () => submit(tellsReporter), busy: sending.busy, refusal, errorOf };
}
