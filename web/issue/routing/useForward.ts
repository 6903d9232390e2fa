import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, type Ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../errors.ts';
import { ForwardHintsDocument, ForwardIssueDocument, type IssueCardFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../useSend.ts';
import { useConflictText } from '../board/useConflictText.ts';

interface Surroundings {
  readonly timeZone: () => string | undefined;
  /** Nothing is asked before. */
  readonly isOpen: Ref<boolean>;
  readonly done: () => void;
}

/** The letter to whoever outside looks after a report; a route of its place fills in to whom. */
export function useForward(issue: () => IssueCardFragment, { timeZone, isOpen, done }: Surroundings) {
  const { t } = useI18n();
  const { ags } = useTown();
  const { byField, textOf } = useErrorTexts();
  const conflictText = useConflictText(timeZone);
  const { result } = useQuery(
    ForwardHintsDocument,
    () => ({ ags: ags.value, reference: issue().reference }),
    () => ({ enabled: isOpen.value }),
  );
  const draft = reactive({ addressee: '', email: '', note: '', withPhotos: true, withContact: false });
  watch(
    () => result.value?.issue?.routing?.route,
    (route) => {
      if (!route?.forwardName || draft.addressee !== '') return;
      Object.assign(draft, { addressee: route.forwardName, email: route.forwardEmail ?? '' });
    },
    { immediate: true },
  );
  const { send, busy, failure, userErrors, refused } = useSend(ForwardIssueDocument, (data) => data.forwardIssue);
  const errors = computed(() => byField(userErrors.value));
  const fields = ['addressee', 'email', 'note'];
  const refusal = computed(() => {
    if (failure.value) return failure.value.text;
    const [error] = userErrors.value;
    if (error?.code === 'CONFLICT') return conflictText(refused.value?.issue, refused.value?.lastMove);
    return error && !fields.includes(error.path[0] ?? '') ? textOf(error.code) : null;
  });
  const submit = async (tellReporter: boolean) => {
    const { id: issueId, version } = issue();
    if (!(await send({ input: { issueId, version, tellReporter, ...draft } }))) return;
    showToast(t('forward.done', { name: draft.addressee }));
    done();
  };
  return {
    ...{ draft, busy, refusal, submit },
    mayShare: computed(() => result.value?.issue?.mayShareContact === true),
    errorOf: (name: string) => errors.value[name] ?? '',
  };
}
