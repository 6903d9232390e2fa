import { inject, ref } from 'vue';
import { EraseAccountDocument } from '../gql/graphql.ts';
import { tellOtherTabs } from '../identity/otherTabs.ts';
import { useTown } from '../municipality/useTown.ts';
import { renewSession, transportKey } from '../shared/apollo.ts';
import { useSend } from '../shared/useSend.ts';
import { forgetDevice } from './forgetDevice.ts';

/** Has the own account erased, and deletes what this browser keeps of the person. */
export function useEraseAccount() {
  const { town } = useTown();
  const transport = inject(transportKey);
  const { send, busy, failure, userErrors } = useSend(EraseAccountDocument, (data) => data.eraseAccount);
  /** When the account will be erased; null: not asked yet. */
  const erasesAt = ref<string | null>(null);

  const erase = async (withTexts: boolean): Promise<void> => {
    if (!town.value) return;
    const payload = await send({ input: { municipalityId: town.value.id, withTexts } });
    if (!payload?.erasesAt) return;
    erasesAt.value = payload.erasesAt;
    await forgetDevice();
    tellOtherTabs();
    if (transport) await renewSession(transport);
  };
  return { erase, erasesAt, busy, failure, refusals: userErrors };
}
