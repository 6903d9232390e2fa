import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../../shared/errors.ts';
import { IssueTargetsDocument, SetIssueTargetsDocument, type IssueTargetsQuery } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { showToast } from '../../ui/toast.ts';
import { useSend } from '../../shared/useSend.ts';

export type TargetCategory = NonNullable<NonNullable<IssueTargetsQuery['municipality']>['issueCategories']>[number];

/** Categories of the town with their time limits. */
export function useTargets() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(IssueTargetsDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'network-only',
  });
  return {
    categories: computed(() => result.value?.municipality?.issueCategories ?? []),
    isLoading: computed(() => !result.value && !error.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

/** Minutes of typed hours such as "4,5"; null for an empty text: no clock; NaN: not a number. */
function minutesOf(hours: string): number | null {
  const text = hours.trim().replace(',', '.');
  return text === '' ? null : Math.round(Number(text) * 60);
}

export function useTargetForm({ id, name, targets }: TargetCategory) {
  const { t, locale } = useI18n();
  const { byField, textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(SetIssueTargetsDocument, (data) => data.setIssueTargets);
  const written = (minutes: number | null | undefined) =>
    minutes == null ? '' : new Intl.NumberFormat(locale.value, { useGrouping: false }).format(minutes / 60);
  const draft = reactive({
    firstResponse: written(targets.firstResponseMinutes),
    resolution: written(targets.resolutionMinutes),
  });
  const saved = ref({ ...draft });
  const isNumber = (text: string) => !Number.isNaN(minutesOf(text));
  const unread = ref<Record<string, string>>({});

  const save = async () => {
    const first = minutesOf(draft.firstResponse);
    const second = minutesOf(draft.resolution);
    unread.value = {
      ...(isNumber(draft.firstResponse) ? {} : { firstResponseMinutes: textOf('OUT_OF_RANGE') }),
      ...(isNumber(draft.resolution) ? {} : { resolutionMinutes: textOf('OUT_OF_RANGE') }),
    };
    if (Object.keys(unread.value).length > 0) return;
    const input = { categoryId: id, firstResponseMinutes: first, resolutionMinutes: second };
    if (!(await send({ input }))) return;
    saved.value = { ...draft };
    showToast(t('targets.saved', { category: name }));
  };
  return {
    draft,
    busy,
    failure,
    save,
    errors: computed(() => ({ ...byField(userErrors.value), ...unread.value })),
    isChanged: computed(
      () => draft.firstResponse !== saved.value.firstResponse || draft.resolution !== saved.value.resolution,
    ),
  };
}
