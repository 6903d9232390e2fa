import { computed, reactive } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { RequestLetterDocument, ResidenceDocument, WithdrawLetterRequestDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

const again = { refetchQueries: [ResidenceDocument], awaitRefetchQueries: true };

/** Requests a letter or withdraws the request. The town hall keeps the address until the letter is printed. */
export function useLetterRequest() {
  const { town } = useTown();
  const { byField } = useErrorTexts();
  const asking = useSend(RequestLetterDocument, (data) => data.requestResidenceLetter);
  const leaving = useSend(WithdrawLetterRequestDocument, (data) => data.withdrawLetterRequest);
  const address = reactive({ name: '', street: '', postcode: '', city: town.value?.name ?? '' });
  const municipalityId = () => town.value?.id ?? '';
  return {
    address,
    ask: async () => (await asking.send({ input: { municipalityId: municipalityId(), ...address } }, again)) !== null,
    withdraw: async () => (await leaving.send({ municipalityId: municipalityId() }, again)) !== null,
    busy: computed(() => asking.busy.value || leaving.busy.value),
    failure: computed(() => asking.failure.value ?? leaving.failure.value),
    errors: computed(() => byField(asking.userErrors.value)),
  };
}
