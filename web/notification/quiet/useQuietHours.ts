import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  QuietHoursDocument,
  type QuietHoursPartsFragment,
  SetOnlyEmergenciesDocument,
  SetQuietHoursDocument,
} from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { showToast } from '../../ui/toast.ts';

/** The viewer's quiet hours; each change is saved at once. */
export function useQuietHours() {
  const { t } = useI18n();
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(QuietHoursDocument, {}, { fetchPolicy: 'cache-and-network' });
  const quiet = computed(() => result.value?.viewer?.quietHours ?? null);
  const setting = useSend(SetQuietHoursDocument, (data) => data.setQuietHours);
  const switching = useSend(SetOnlyEmergenciesDocument, (data) => data.setOnlyEmergencies);

  const save = async (change: Partial<Omit<QuietHoursPartsFragment, '__typename' | 'onlyEmergencies'>>) => {
    if (!quiet.value) return;
    const { from, to, timeZone } = quiet.value;
    if (!(await setting.send({ input: { from, to, timeZone: timeZone ?? null, ...change } }))) return;
    await refetch();
    showToast(t('quiet.saved'));
  };
  const toggle = async () => {
    if (!quiet.value || !(await switching.send({ isOn: !quiet.value.onlyEmergencies }))) return;
    await refetch();
    showToast(t('quiet.saved'));
  };
  const errorOf = (field: string): string => {
    const said = setting.userErrors.value.find(({ path }) => path?.includes(field));
    return said ? textOf(said.code) : '';
  };
  return {
    quiet,
    save,
    toggle,
    errorOf,
    busy: computed(() => setting.busy.value || switching.busy.value),
    failure: computed(() => setting.failure.value ?? switching.failure.value),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
