import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import {
  ConfirmReplyToDocument,
  RemoveReplyToDocument,
  RequestReplyToDocument,
  SetFromAddressDocument,
  TownSenderDocument,
} from '../../gql/graphql.ts';
import { useCodeEntry } from '../../identity/useCodeEntry.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';

/** Sender of the town's mails, for admins of the town and operators; null for all others. */
export function useTownSender() {
  const { ags } = useTown();
  const { result, loading, refetch } = useQuery(TownSenderDocument, () => ({ ags: ags.value }), {
    fetchPolicy: 'cache-and-network',
  });
  const sender = computed(() => result.value?.municipality?.sender ?? null);
  return {
    sender,
    isLoading: computed(() => loading.value && sender.value === null),
    refetch: async () => void (await refetch()),
  };
}

/** Change of the address for replies: first the address, then the code that was mailed to it. */
export function useReplyTo(onChange: () => Promise<void>) {
  const { byField } = useErrorTexts();
  const { town } = useTown();
  const requesting = useSend(RequestReplyToDocument, (data) => data.requestReplyTo);
  const confirming = useSend(ConfirmReplyToDocument, (data) => data.confirmReplyTo);
  const removing = useSend(RemoveReplyToDocument, (data) => data.removeReplyTo);
  const address = ref('');
  const municipalityId = () => town.value?.id ?? '';

  const { code, confirmCode, clearCode } = useCodeEntry(async (digits) => {
    const payload = await confirming.send({ input: { municipalityId: municipalityId(), code: digits } });
    if (payload !== null) await onChange();
    else if (confirming.userErrors.value.length > 0) clearCode();
  });
  const request = async (to = address.value): Promise<boolean> => {
    clearCode();
    confirming.userErrors.value = [];
    if ((await requesting.send({ input: { municipalityId: municipalityId(), address: to } })) === null) return false;
    address.value = '';
    await onChange();
    return true;
  };
  const remove = async (): Promise<boolean> => {
    if ((await removing.send({ input: { municipalityId: municipalityId() } })) === null) return false;
    await onChange();
    return true;
  };
  const sends = [requesting, confirming, removing];
  return {
    address,
    code,
    request,
    confirmCode,
    remove,
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    addressError: computed(() => byField(requesting.userErrors.value).address ?? ''),
    codeError: computed(() => byField(confirming.userErrors.value).code ?? ''),
  };
}

/** Change of the sender's address by an operator; an empty field takes that of the installation. */
export function useFromAddress(onChange: () => Promise<void>) {
  const { byField } = useErrorTexts();
  const { town } = useTown();
  const sending = useSend(SetFromAddressDocument, (data) => data.setFromAddress);
  const address = ref('');
  const save = async (): Promise<boolean> => {
    const input = { municipalityId: town.value?.id ?? '', address: address.value.trim() || null };
    if ((await sending.send({ input })) === null) return false;
    await onChange();
    return true;
  };
  return {
    address,
    save,
    busy: sending.busy,
    failure: sending.failure,
    error: computed(() => byField(sending.userErrors.value).address ?? ''),
  };
}
