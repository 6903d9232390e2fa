import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { RedeemCodeDocument, ResidenceDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';
import { keepCode, keptCode } from './keptCode.ts';

/** State of the form for the code of a letter; a scanned code is filled in. */
export function useRedeem() {
  const { town } = useTown();
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(RedeemCodeDocument, (data) => data.redeemResidenceCode);
  const code = ref(keptCode());
  const redeem = async () => {
    const input = { municipalityId: town.value?.id ?? '', code: code.value };
    const done = await send({ input }, { refetchQueries: [ResidenceDocument], awaitRefetchQueries: true });
    if (!done) return false;
    code.value = '';
    keepCode('');
    return true;
  };
  const error = computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : ''));
  return { code, redeem, busy, failure, error, isFromLetter: code.value !== '' };
}
