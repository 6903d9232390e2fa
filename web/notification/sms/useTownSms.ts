import { useQuery } from '@vue/apollo-composable';
import { computed, reactive, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { SetTownSmsDocument, TownSmsDocument, type SmsMode } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { showToast } from '../../ui/toast.ts';

export const smsModes: readonly SmsMode[] = ['OFF', 'EMERGENCY_ONLY', 'CHOSEN'];

/** Cents of a number of euros as people write it: "50" or "7,50"; -1: no amount. */
export function readCents(text: string): number {
  const [, euros = '', cents = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return euros === '' ? -1 : 100 * Number(euros) + Number(cents.padEnd(2, '0'));
}

interface Draft {
  mode: SmsMode;
  /** Euros as they are typed. */
  budget: string;
  sender: string;
}

/** Form for the messages that the town sends by SMS, their budget and the sender. */
export function useTownSms() {
  const { t, locale } = useI18n();
  const { byField, failureOf } = useErrorTexts();
  const { ags } = useTown();
  const { result, error } = useQuery(TownSmsDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'cache-and-network',
  });
  const { send, busy, failure, userErrors } = useSend(SetTownSmsDocument, (data) => data.setTownSms);
  const draft = reactive<Draft>({ mode: 'EMERGENCY_ONLY', budget: '', sender: '' });
  const sms = computed(() => result.value?.municipality?.sms ?? null);
  watch(
    sms,
    (now) => {
      if (now === null) return;
      draft.mode = now.mode;
      draft.budget = (now.budgetCents / 100).toLocaleString(locale.value, { useGrouping: false });
      draft.sender = now.sender ?? '';
    },
    { immediate: true },
  );
  const save = async () => {
    const { id } = result.value?.municipality ?? {};
    if (id === undefined) return;
    const { mode, budget, sender } = draft;
    const saved = await send({ input: { municipalityId: id, mode, budgetCents: readCents(budget), sender } });
    if (saved) showToast(t('townSms.saved'));
  };
  return {
    sms,
    /** Whether the town sends nothing although it wants to, because the installation has no gateway. */
    hasNoGateway: computed(() => {
      const town = result.value?.municipality;
      return town?.smsMode === 'OFF' && town.sms?.mode !== 'OFF';
    }),
    draft,
    save,
    busy,
    errors: computed(() => byField(userErrors.value)),
    failure: computed(() => failure.value ?? (error.value && !result.value ? failureOf(error.value) : null)),
    /** Formats cents as euros: "7,50 €". */
    euros: (cents: number) => (cents / 100).toLocaleString(locale.value, { style: 'currency', currency: 'EUR' }),
  };
}
