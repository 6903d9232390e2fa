import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { ControlCentreOfTownDocument, SetControlCentreDocument } from '../../gql/graphql.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Number and address of the control centre of the county, for admins to change. */
export function useControlCentre(ags: () => string) {
  const { textOf, failureOf } = useErrorTexts();
  const { result, loading, error } = useQuery(ControlCentreOfTownDocument, () => ({ ags: ags() }), {
    fetchPolicy: 'network-only',
  });
  const { send, busy, failure, userErrors } = useSend(SetControlCentreDocument, (data) => data.setControlCentre);
  const phone = ref('');
  const email = ref('');
  const isSaved = ref(false);
  const saved = ref('');
  const take = (centre: { phone: string; email: string | null } | null | undefined) => {
    phone.value = centre?.phone ?? '';
    email.value = centre?.email ?? '';
    saved.value = phone.value;
  };
  watch(
    () => result.value?.municipality?.controlCentre,
    (centre) => {
      take(centre);
    },
    { immediate: true },
  );
  const save = async () => {
    isSaved.value = false;
    const municipalityId = result.value?.municipality?.id;
    if (!municipalityId) return;
    const payload = await send({ municipalityId, phone: phone.value, email: email.value.trim() || null });
    if (!payload?.controlCentre) return;
    take(payload.controlCentre);
    isSaved.value = true;
  };
  const errorOf = (field: string) => {
    const fault = userErrors.value.find(({ path }) => path?.at(-1) === field);
    return fault ? textOf(fault.code) : '';
  };
  return {
    phone,
    email,
    /** Number that is stored; empty: none. */
    saved,
    isSaved,
    save,
    busy,
    failure,
    phoneError: computed(() => errorOf('phone')),
    emailError: computed(() => errorOf('email')),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}
