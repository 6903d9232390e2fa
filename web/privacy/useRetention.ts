import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  RetentionDocument,
  type RetentionKind,
  type RetentionPartsFragment,
  SetRetentionDocument,
} from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { errorAt, useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { showToast } from '../ui/toast.ts';

/** A period of the town with the entered number of days. */
type PeriodRow = RetentionPartsFragment & { entered: string | number };

/** How long the town keeps data, with what the next night takes; read again whenever the page opens. */
export function useRetention() {
  const { t } = useI18n();
  const { ags, town } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error, refetch } = useQuery(RetentionDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'network-only',
  });
  const { send, busy, failure, userErrors } = useSend(SetRetentionDocument, (data) => data.setRetention);
  const rows = ref<PeriodRow[]>([]);
  watch(
    () => result.value?.municipality?.retention ?? [],
    (periods) => {
      const entered = new Map(rows.value.map((row) => [row.kind, row.entered]));
      rows.value = periods.map((period) => ({ ...period, entered: entered.get(period.kind) ?? period.days }));
    },
    { immediate: true },
  );
  const changed = computed(() => rows.value.filter(({ days, entered }) => Number(entered) !== days));

  /** Kinds that were sent last: indexes in the answer refer to them. */
  const sent = ref<readonly RetentionKind[]>([]);
  const errorOf = ({ kind, leastDays, mostDays }: PeriodRow): string => {
    const at = sent.value.indexOf(kind);
    const isRefused = at >= 0 && errorAt(userErrors.value, 'days', ['periods', String(at)]) !== undefined;
    return isRefused ? t('retention.between', { least: leastDays, most: mostDays }) : '';
  };
  const save = async (): Promise<void> => {
    if (!town.value) return;
    sent.value = changed.value.map(({ kind }) => kind);
    const periods = changed.value.map(({ kind, entered }) => ({ kind, days: Math.trunc(Number(entered)) }));
    if (await send({ input: { municipalityId: town.value.id, periods } })) showToast(t('retention.saved'));
  };
  return {
    own: computed(() => rows.value.filter(({ mostDays }) => mostDays != null)),
    fixed: computed(() => rows.value.filter(({ mostDays }) => mostDays == null)),
    save,
    busy,
    errorOf,
    sendFailure: failure,
    /** Refusals that belong to no field. */
    refusals: computed(() => userErrors.value.filter(({ path }) => path.length === 0)),
    isLoading: computed(() => !result.value && !error.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
