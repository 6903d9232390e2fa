import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useErrorTexts } from '../shared/errors.ts';
import { OfficeHoursDocument, SetOfficeHoursDocument, type OfficeHoursPartsFragment } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { showToast } from '../ui/toast.ts';
import { useSend } from '../shared/useSend.ts';
import { codeAt, lineOf, nextSpan, spanForField, spanFromField, weekdays } from './hours.ts';

/** Opening hours of the town hall, read again whenever the page opens. */
export function useHours() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(OfficeHoursDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'network-only',
  });
  return {
    hours: computed(() => result.value?.municipality?.officeHours ?? null),
    isLoading: computed(() => !result.value && !error.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

export function useHoursForm(hours: OfficeHoursPartsFragment) {
  const { t } = useI18n();
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(SetOfficeHoursDocument, (data) => data.setOfficeHours);
  const draft = reactive({
    spans: hours.spans.map(spanForField),
    closedDays: hours.closedDays.map(({ date, name }) => lineOf({ date, name })),
  });
  /** Keys of the lines that were sent last: indexes in the answer refer to them. */
  const sent = ref<{ spans: readonly number[]; closedDays: readonly number[] }>({ spans: [], closedDays: [] });
  const errorOf = (list: 'spans' | 'closedDays', key: number): string => {
    const code = codeAt(userErrors.value, list, sent.value[list].indexOf(key));
    return code ? textOf(code) : '';
  };

  const save = async () => {
    if (!town.value) return;
    const spans = weekdays.flatMap((day) => draft.spans.filter(({ weekday }) => weekday === day));
    sent.value = { spans: spans.map(({ key }) => key), closedDays: draft.closedDays.map(({ key }) => key) };
    const closedDays = draft.closedDays.map(({ date, name }) => ({ date, name }));
    const input = { municipalityId: town.value.id, spans: spans.map(spanFromField), closedDays };
    if (await send({ input })) showToast(t('hours.saved'));
  };
  return {
    draft,
    busy,
    failure,
    userErrors,
    errorOf,
    save,
    neverOpen: computed(() => (userErrors.value.some(({ code }) => code === 'NEVER_OPEN') ? textOf('NEVER_OPEN') : '')),
    addSpan: (weekday: (typeof weekdays)[number]) => draft.spans.push(nextSpan(weekday, draft.spans)),
    removeSpan: (key: number) => (draft.spans = draft.spans.filter((span) => span.key !== key)),
    addDay: () => draft.closedDays.push(lineOf({ date: '', name: '' })),
    removeDay: (key: number) => (draft.closedDays = draft.closedDays.filter((day) => day.key !== key)),
  };
}
