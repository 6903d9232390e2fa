import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import {
  FollowStreetDocument,
  SetAllStreetsFollowDocument,
  SetWasteReminderDocument,
  UnfollowStreetDocument,
  ViewerStreetsDocument,
} from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import type { ChosenStreet } from './address.ts';

/** Streets of the town, or all of them, that the viewer follows with an account. */
export function useFollowedStreets() {
  const { ags, town } = useTown();
  const { failureOf, textOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(ViewerStreetsDocument, () => ({ ags: ags.value }));
  const following = useSend(FollowStreetDocument, (data) => data.followStreet);
  const ending = useSend(UnfollowStreetDocument, (data) => data.unfollowStreet);
  const choosingAll = useSend(SetAllStreetsFollowDocument, (data) => data.setAllStreetsFollow);
  const reminding = useSend(SetWasteReminderDocument, (data) => data.setWasteReminder);
  const sends = [following, ending, choosingAll, reminding];
  const reread = async (isDone: boolean): Promise<boolean> => {
    if (isDone) await refetch();
    return isDone;
  };
  return {
    streets: computed(() => result.value?.municipality?.viewerStreets ?? []),
    followsAll: computed(() => result.value?.municipality?.viewerFollowsAllStreets === true),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    follow: async ({ street, houseNumber, remindsOfWaste }: ChosenStreet, byEmail: boolean): Promise<boolean> => {
      const input = {
        streetId: street.id,
        houseNumber: houseNumber || null,
        byEmail: byEmail || null,
        remindsOfWaste: remindsOfWaste || null,
      };
      return reread((await following.send({ input })) !== null);
    },
    unfollow: async (streetId: string): Promise<boolean> => reread((await ending.send({ streetId })) !== null),
    /** Chooses the reminder, by e-mail, too; it is switched off for all channels. */
    setReminder: async (streetId: string, isOn: boolean): Promise<boolean> =>
      reread((await reminding.send({ input: { streetId, isOn, byEmail: isOn || null } })) !== null),
    setAll: async (isFollowing: boolean): Promise<boolean> => {
      const input = { municipalityId: town.value?.id ?? '', isFollowing };
      return reread((await choosingAll.send({ input })) !== null);
    },
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    refusal: computed(() => {
      const [said] = sends.flatMap(({ userErrors }) => userErrors.value);
      return said ? textOf(said.code) : null;
    }),
  };
}
