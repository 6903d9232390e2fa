import { computed, reactive, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { RerouteIssueDocument, type IssueCardFragment, type IssueKind } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';
import { useCategories } from '../category/useCategories.ts';
import { useSight } from './useSight.ts';
import { useCategoryName } from '../useCategoryName.ts';
import { useConflictText } from '../useConflictText.ts';

/** Choice "the desk that category and place select". */
const byRule = 'BY_RULE';

interface Surroundings {
  readonly timeZone: () => string | undefined;
  readonly done: (issue: IssueCardFragment) => void;
}

export function useReroute(issue: () => IssueCardFragment, category: () => string, { timeZone, done }: Surroundings) {
  const { t } = useI18n();
  const { choiceOf } = useCategoryName();
  const { ags } = useTown();
  const sightOf = useSightAfter();
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
  /** Version that the clerk has read: at the opening of the form, and after a conflict that of its message. */
  let version = issue().version;
  const begin = () => {
    version = issue().version;
  };
  const submit = async (tellReporter: boolean) => {
    if (busy.value) return;
    const { id: issueId } = issue();
    const deskId = draft.deskId === '' || draft.deskId === byRule ? null : draft.deskId;
    const categoryId = draft.categoryId === category() ? null : draft.categoryId;
    const input = { issueId, version, deskId, categoryId, reason: draft.reason, tellReporter };
    const payload = await send({ input });
    version = refused.value?.issue?.version ?? version;
    if (!payload) return;
    showToast(t('reroute.done', { desk: payload.issue?.desk?.name ?? '' }));
    Object.assign(draft, { deskId: '', reason: '' });
    if (payload.issue) done(payload.issue);
  };
  const current = computed(() => choiceOf(issue().category));
  const others = computed(() => offered.value.filter(({ id }) => id !== current.value.value));
  return {
    sight: computed(() =>
      sightOf(issue().kind, offered.value.find(({ id }) => id === draft.categoryId)?.kind, draft.deskId),
    ),
    draft,
    byRule,
    busy,
    refusal,
    begin,
    submit,
    categories: computed(() => [current.value, ...others.value.map(choiceOf)]),
    errorOf: (name: string) => errors.value[name] ?? '',
  };
}

/** Whether the report is out of sight afterwards: `lost`: certainly, `maybe`: depending on the rules, null: no. */
function useSightAfter() {
  const { losesSight } = useSight();
  return (before: IssueKind, chosen: IssueKind | undefined, deskId: string): 'lost' | 'maybe' | null => {
    const after = chosen ?? before;
    if (deskId === byRule || (deskId === '' && after !== before)) return losesSight(after, null) ? 'maybe' : null;
    return deskId !== '' && losesSight(after, deskId) ? 'lost' : null;
  };
}
