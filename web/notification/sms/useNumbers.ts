import { useQuery } from '@vue/apollo-composable';
import { computed, type Ref, ref } from 'vue';
import {
  ConfirmNumberDocument,
  NumbersDocument,
  RemoveNumberDocument,
  RequestNumberCodeDocument,
  type UserErrorPartsFragment,
} from '../../gql/graphql.ts';
import { useCodeEntry } from '../../identity/useCodeEntry.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import type { Failure } from '../../ui/failure.ts';

/** Confirmed numbers stand in the list of contacts too. */
const contacts = { refetchQueries: ['Contacts'] };

/** Mobile numbers at which SMS for the viewer arrive. */
export function useNumbers() {
  const { textOf, failureOf } = useErrorTexts();
  const { ags } = useTown();
  const { result, loading, error, refetch } = useQuery(NumbersDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'cache-and-network',
  });
  const removing = useSend(RemoveNumberDocument, (data) => data.removeNumber);
  const remove = async (id: string): Promise<boolean> => {
    if (!(await removing.send({ id }, contacts))) return false;
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

/** Number to which a code was sent, as its owner recognises it. */
export interface AskedNumber {
  readonly id: string;
  readonly masked: string;
  /** True: the number was confirmed before, so no code is needed. */
  readonly isConfirmed: boolean;
}

/** Calls by which a number is added: with an account, or by the link of a recipient without one. */
export interface NumberCalls {
  /** Null: refused, or no answer. */
  readonly request: (number: string) => Promise<AskedNumber | null>;
  readonly confirm: (id: string, code: string) => Promise<AskedNumber | null>;
  readonly busy: Readonly<Ref<boolean>>;
  readonly failure: Readonly<Ref<Failure | null>>;
  readonly requestErrors: Ref<readonly UserErrorPartsFragment[]>;
  readonly confirmErrors: Ref<readonly UserErrorPartsFragment[]>;
}

/** Adds a number to the viewer's account. */
export function useAccountNumber(): NumberCalls {
  const { town } = useTown();
  const requesting = useSend(RequestNumberCodeDocument, (data) => data.requestNumberCode);
  const confirming = useSend(ConfirmNumberDocument, (data) => data.confirmNumber);
  return {
    request: async (number) => {
      const input = { municipalityId: town.value?.id ?? '', number };
      return (await requesting.send({ input }))?.mobileNumber ?? null;
    },
    confirm: async (id, code) => (await confirming.send({ input: { id, code } }, contacts))?.mobileNumber ?? null,
    busy: computed(() => requesting.busy.value || confirming.busy.value),
    failure: computed(() => requesting.failure.value ?? confirming.failure.value),
    requestErrors: requesting.userErrors,
    confirmErrors: confirming.userErrors,
  };
}

/** Entry of a number, and then of the code that was sent to it. */
export function useNumberEntry(calls: NumberCalls, onDone: (added: AskedNumber) => void) {
  const { byField, textOf } = useErrorTexts();
  const number = ref('');
  /** Number to which a code was sent; null: none yet. */
  const asked = ref<AskedNumber | null>(null);

  const { code, confirmCode, clearCode } = useCodeEntry(async (digits) => {
    const confirmed = await calls.confirm(asked.value?.id ?? '', digits);
    if (confirmed !== null) onDone(confirmed);
    else if (calls.confirmErrors.value.length > 0) clearCode();
  });
  const request = async () => {
    const sent = await calls.request(number.value);
    if (sent === null) return;
    clearCode();
    calls.confirmErrors.value = [];
    asked.value = sent;
    if (sent.isConfirmed) onDone(sent);
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
    busy: calls.busy,
    failure: calls.failure,
    numberError: computed(() => byField(calls.requestErrors.value).number ?? ''),
    /** Refusal that is not about the number itself, such as too many codes. */
    refusal: computed(() => {
      const said = calls.requestErrors.value.find(({ path }) => path[0] !== 'number');
      return said ? textOf(said.code) : null;
    }),
    codeError: computed(() => byField(calls.confirmErrors.value).code ?? ''),
  };
}
