import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import {
  ConfirmNumberDocument,
  NumbersDocument,
  RemoveNumberDocument,
  RequestNumberCodeDocument,
  type NumberPartsFragment,
} from '../../gql/graphql.ts';
import { useCodeEntry } from '../../identity/useCodeEntry.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Mobile numbers at which SMS for the viewer arrive. */
export function useNumbers() {
  const { textOf, failureOf } = useErrorTexts();
  const { ags } = useTown();
  const { result, loading, error, refetch } = useQuery(NumbersDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'cache-and-network',
  });
  const removing = useSend(RemoveNumberDocument, (data) => data.removeNumber);
  const remove = async (id: string): Promise<boolean> => {
    if (!(await removing.send({ id }))) return false;
    await refetch();
    return true;
  };
  const numbers = computed(() => result.value?.viewer?.mobileNumbers ?? []);
  const mode = computed(() => result.value?.municipality?.smsMode ?? 'OFF');
  return {
    numbers,
    mode,
    remove,
    refetch,
    busy: removing.busy,
    failure: removing.failure,
    refusal: computed(() => removing.userErrors.value.map(({ code }) => textOf(code))[0] ?? null),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
  };
}

/** Entry of a number, and then of the code that was sent to it. */
export function useNumberEntry(onDone: (added: NumberPartsFragment) => void) {
  const { byField, textOf } = useErrorTexts();
  const { town } = useTown();
  const requesting = useSend(RequestNumberCodeDocument, (data) => data.requestNumberCode);
  const confirming = useSend(ConfirmNumberDocument, (data) => data.confirmNumber);
  const number = ref('');
  /** Number to which a code was sent; null: none yet. */
  const asked = ref<NumberPartsFragment | null>(null);

  const { code, confirmCode, clearCode } = useCodeEntry(async (digits) => {
    const payload = await confirming.send({ input: { id: asked.value?.id ?? '', code: digits } });
    if (payload?.mobileNumber) onDone(payload.mobileNumber);
    else if (confirming.userErrors.value.length > 0) clearCode();
  });
  const request = async () => {
    const input = { municipalityId: town.value?.id ?? '', number: number.value };
    const payload = await requesting.send({ input });
    if (!payload?.mobileNumber) return;
    clearCode();
    confirming.userErrors.value = [];
    asked.value = payload.mobileNumber;
    if (payload.mobileNumber.isConfirmed) onDone(payload.mobileNumber);
  };
  const startAgain = () => {
    asked.value = null;
    number.value = '';
    clearCode();
  };
  return {
    number,
    asked,
    code,
    request,
    confirmCode,
    startAgain,
    busy: computed(() => requesting.busy.value || confirming.busy.value),
    failure: computed(() => requesting.failure.value ?? confirming.failure.value),
    numberError: computed(() => byField(requesting.userErrors.value).number ?? ''),
    /** Refusal that is not about the number itself, such as too many codes. */
    refusal: computed(() => {
      const said = requesting.userErrors.value.find(({ path }) => path[0] !== 'number');
      return said ? textOf(said.code) : null;
    }),
    codeError: computed(() => byField(confirming.userErrors.value).code ?? ''),
  };
}
