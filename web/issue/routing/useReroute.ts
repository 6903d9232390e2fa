import { computed, reactive, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../errors.ts';
import { RerouteIssueDocument, type IssueCardFragment } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../useSend.ts';
import { useCategories } from '../useCategories.ts';
import { useConflictText } from '../board/useConflictText.ts';

/** Stands for: where its category and place say it goes. */
const byRule = 'BY_RULE';

interface Surroundings {
  readonly timeZone: () => string | undefined;
  readonly done: () => void;
}

export function useReroute(issue: () => IssueCardFragment, category: () => string, { timeZone, done }: Surroundings) {
  const { t } = useI18n();
  const { ags } = useTown();
  const { byField, textOf } = useErrorTexts();
  const conflictText = useConflictText(timeZone);
  const offered = useCategories(() => ags.value).categories;
  const draft = reactive({ deskId: '', categoryId: category(), reason: '' });
  watch(category, (id) => (draft.categoryId = id));
  const { send, busy, failure, userErrors, refused } = useSend(RerouteIssueDocument, (data) => data.rerouteIssue);
  const errors = computed(() => byField(userErrors.value));
  const refusal = computed(() => {
    if (failure.value) return failure.value.text;
    const [error] = userErrors.value;
    if (error?.code === 'CONFLICT') return conflictText(refused.value?.issue, refused.value?.lastMove);
    return error && error.path.length === 0 ? textOf(error.code) : null;
  });
  const submit = async (tellReporter: boolean) => {
    if (busy.value) return;
    const { id: issueId, version } = issue();
    const deskId = draft.deskId === '' || draft.deskId === byRule ? null : draft.deskId;
    const categoryId = draft.categoryId === category() ? null : draft.categoryId;
    const input = { issueId, version, deskId, categoryId, reason: draft.reason, tellReporter };
    const payload = await send({ input });
    if (!payload) return;
    showToast(t('reroute.done', { desk: payload.issue?.desk?.name ?? '' }));
    Object.assign(draft, { deskId: '', reason: '' });
    done();
  };
  const current = computed(() => ({ value: issue().category.id, label: issue().category.name }));
  const others = computed(() => offered.value.filter(({ id }) => id !== current.value.value));
  return {
    ...{ draft, byRule, busy, refusal, submit },
    categories: computed(() => [current.value, ...others.value.map(({ id, name }) => ({ value: id, label: name }))]),
    errorOf: (name: string) => errors.value[name] ?? '',
  };
}
