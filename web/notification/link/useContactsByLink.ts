import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import {
  AddAddressByLinkDocument,
  ConfirmNumberByLinkDocument,
  type MessageChoicesPartsFragment,
  RequestNumberByLinkDocument,
  TownSmsModeDocument,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import type { AskedNumber, NumberCalls } from '../sms/useNumbers.ts';

/** Choices after a change; null: refused, or no answer. */
type Changed = { readonly choices?: MessageChoicesPartsFragment | null } | null;

/** Adds an e-mail address by the link of a recipient without an account; its owner confirms it with a mail. */
export function useAddressByLink(token: () => string, keep: (changed: Changed) => boolean) {
  const { byField, textOf } = useErrorTexts();
  const adding = useSend(AddAddressByLinkDocument, (data) => data.addAddressByLink);
  const email = ref('');
  /** Address to which a mail was sent; null: none yet. */
  const asked = ref<string | null>(null);
  const send = async () => {
    const wanted = email.value.trim();
    if (keep(await adding.send({ input: { token: token(), email: wanted } }))) asked.value = wanted;
  };
  const startAgain = () => {
    asked.value = null;
    email.value = '';
    adding.userErrors.value = [];
  };
  return {
    email,
    asked,
    send,
    startAgain,
    busy: adding.busy,
    failure: adding.failure,
    emailError: computed(() => byField(adding.userErrors.value).email ?? ''),
    refusal: computed(() => {
      const other = adding.userErrors.value.find(({ path }) => path[0] !== 'email');
      return other ? textOf(other.code) : null;
    }),
  };
}

/** Adds a mobile number by the link of a recipient without an account; a code confirms it. */
export function useNumberByLink(token: () => string, keep: (changed: Changed) => boolean) {
  const { ags } = useTown();
  const { result } = useQuery(TownSmsModeDocument, () => ({ ags: ags.value }));
  const requesting = useSend(RequestNumberByLinkDocument, (data) => data.requestNumberByLink);
  const confirming = useSend(ConfirmNumberByLinkDocument, (data) => data.confirmNumberByLink);
  const asked = ref<AskedNumber | null>(null);
  const calls: NumberCalls = {
    request: async (number) => {
      const sent = await requesting.send({ input: { token: token(), number } });
      if (!sent?.contact) return null;
      const { contactId: id, name: masked } = sent.contact;
      const isConfirmed = sent.choices?.contacts.some(({ contactId }) => contactId === id) === true;
      asked.value = { id, masked, isConfirmed };
      return asked.value;
    },
    confirm: async (contactId, code) =>
      keep(await confirming.send({ input: { token: token(), contactId, code } })) ? asked.value : null,
    busy: computed(() => requesting.busy.value || confirming.busy.value),
    failure: computed(() => requesting.failure.value ?? confirming.failure.value),
    requestErrors: requesting.userErrors,
    confirmErrors: confirming.userErrors,
  };
  return { calls, isOffered: computed(() => (result.value?.municipality?.smsMode ?? 'OFF') !== 'OFF') };
}
