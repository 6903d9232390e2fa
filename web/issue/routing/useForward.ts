import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { ForwardHintsDocument, ForwardIssueDocument, type IssueCardFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import { useMoveRefusal } from './useMoveRefusal.ts';

interface Surroundings {
  readonly timeZone: () => string | undefined;
  readonly done: () => void;
}

/** State of the mail to an outside authority; a route of the report's place fills in the addressee. */
export function useForward(issue: () => IssueCardFragment, { timeZone, done }: Surroundings) {
  const { t } = useI18n();
  const { ags } = useTown();
  const { result } = useQuery(ForwardHintsDocument, () => ({ ags: ags.value, reference: issue().reference }));
  const draft = reactive({ addressee: '', email: '', note: '', withPhotos: true, withContact: false });
  watch(
    () => result.value?.issue?.routing?.route,
    (route) => {
      if (!route?.forwardName || draft.addressee !== '') return;
      Object.assign(draft, { addressee: route.forwardName, email: route.forwardEmail ?? '' });
    },
    { immediate: true },
  );
  const sending = useSend(ForwardIssueDocument, (data) => data.forwardIssue);
  const { refusal, errorOf } = useMoveRefusal(sending, ['addressee', 'email', 'note'], timeZone);
  /** Version that the clerk has read: at the opening of the form, and after a conflict that of its message. */
  let version = issue().version;
  const submit = async (tellReporter: boolean) => {
    const { id: issueId } = issue();
    const payload = await sending.send({ input: { issueId, version, tellReporter, ...draft } });
    version = sending.refused.value?.issue?.version ?? version;
    if (!payload) return;
    showToast(t('forward.done', { name: draft.addressee }));
    done();
  };
  return {
    draft,
    refusal,
    errorOf,
    submit,
    busy: sending.busy,
    mayShare: computed(() => result.value?.issue?.mayShareContact === true),
  };
}
