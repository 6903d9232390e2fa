import { computed, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useViewer } from '../identity/useViewer.ts';
import { useTown } from '../municipality/useTown.ts';
import { useFollowedStreets } from '../street/useFollowedStreets.ts';
import { isHouseNumber } from '../street/address.ts';
import { keepAddress, type KeptAddress, recallAddress } from './keptAddress.ts';

/**
 * Address whose bins are shown: that of the page's address `?street=<id>&house=<number>`, otherwise the one that this device
 * keeps, otherwise the first street that the viewer follows.
 */
export function useChosenAddress() {
  const route = useRoute();
  const router = useRouter();
  const { ags } = useTown();
  const { isSignedIn } = useViewer();
  const { streets } = useFollowedStreets();
  const kept = ref<KeptAddress | null>(recallAddress(ags.value));
  watch(ags, (code) => (kept.value = recallAddress(code)));
  const named = computed((): KeptAddress | null => {
    const { street, house } = route.query;
    if (typeof street !== 'string' || street === '') return null;
    return { streetId: street, houseNumber: typeof house === 'string' && isHouseNumber(house) ? house : '' };
  });
  const followed = computed(() =>
    streets.value.map(({ street, houseNumber }) => ({ street, streetId: street.id, houseNumber: houseNumber ?? '' })),
  );
  const choose = (address: KeptAddress | null): void => {
    kept.value = address;
    // A signed-in viewer keeps streets by following them.
    if (!isSignedIn.value) keepAddress(ags.value, address);
    const { streetId = '', houseNumber = '' } = address ?? {};
    const query = { ...(streetId && { street: streetId }), ...(houseNumber && { house: houseNumber }) };
    void router.replace({ query });
  };
  return {
    address: computed(() => named.value ?? kept.value ?? followed.value[0] ?? null),
    followed,
    choose,
  };
}
