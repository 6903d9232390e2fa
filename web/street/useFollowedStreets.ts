import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { FollowStreetDocument, UnfollowStreetDocument, ViewerStreetsDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import type { ChosenStreet } from './address.ts';

/** Streets of the town that the viewer follows with an account. */
export function useFollowedStreets() {
  const { ags } = useTown();
  const { failureOf, textOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(ViewerStreetsDocument, () => ({ ags: ags.value }));
  const following = useSend(FollowStreetDocument, (data) => data.followStreet);
  const ending = useSend(UnfollowStreetDocument, (data) => data.unfollowStreet);
  const sends = [following, ending];
  const reread = async (isDone: boolean): Promise<boolean> => {
    if (isDone) await refetch();
    return isDone;
  };
  return {
    streets: computed(() => result.value?.municipality?.viewerStreets ?? []),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    follow: async ({ street, houseNumber }: ChosenStreet, byEmail: boolean): Promise<boolean> => {
      const input = { streetId: street.id, houseNumber: houseNumber || null, byEmail: byEmail || null };
      return reread((await following.send({ input })) !== null);
    },
    unfollow: async (streetId: string): Promise<boolean> => reread((await ending.send({ streetId })) !== null),
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    refusal: computed(() => {
      const [said] = sends.flatMap(({ userErrors }) => userErrors.value);
      return said ? textOf(said.code) : null;
    }),
  };
}
