import { useQuery } from '@vue/apollo-composable';
import { computed, shallowRef, watch } from 'vue';
import {
  EndMessagesByLinkDocument,
  FollowStreetByLinkDocument,
  type DeliveryMode,
  type MessageChoicesPartsFragment,
  MessageChoicesDocument,
  type PreferencePartsFragment,
  RemoveContactByLinkDocument,
  RenewLinkDocument,
  SetAllStreetsFollowByLinkDocument,
  SetPreferenceByLinkDocument,
  SetWasteReminderByLinkDocument,
  UnfollowGroupByLinkDocument,
  UnfollowStreetByLinkDocument,
} from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { choiceOf, type ChosenStreet } from '../../street/address.ts';
import { rowsOf } from '../usePreferences.ts';

/** Choices of a recipient without an account, by the link of its mails. */
export function useMessageChoices(token: () => string) {
  const { town } = useTown();
  const { failureOf, textOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    MessageChoicesDocument,
    () => ({ token: token(), municipalityId: town.value?.id ?? '' }),
    () => ({ enabled: town.value !== null && token() !== '', fetchPolicy: 'no-cache' as const }),
  );
  const setting = useSend(SetPreferenceByLinkDocument, (data) => data.setPreferenceByLink);
  const leaving = useSend(UnfollowGroupByLinkDocument, (data) => data.unfollowGroupByLink);
  const following = useSend(FollowStreetByLinkDocument, (data) => data.followStreetByLink);
  const unfollowing = useSend(UnfollowStreetByLinkDocument, (data) => data.unfollowStreetByLink);
  const choosingAll = useSend(SetAllStreetsFollowByLinkDocument, (data) => data.setAllStreetsFollowByLink);
  const reminding = useSend(SetWasteReminderByLinkDocument, (data) => data.setWasteReminderByLink);
  const removing = useSend(RemoveContactByLinkDocument, (data) => data.removeContactByLink);
  const renewing = useSend(RenewLinkDocument, (data) => data.renewLink);
  const ending = useSend(EndMessagesByLinkDocument, (data) => data.endMessagesByLink);
  const sends = [setting, leaving, following, unfollowing, choosingAll, reminding, removing, renewing, ending];

  const choices = shallowRef<MessageChoicesPartsFragment | null>(null);
  watch(result, (read) => (choices.value = read?.messageChoices ?? null), { immediate: true });
  const keep = (changed: { choices?: MessageChoicesPartsFragment | null } | null): boolean => {
    if (changed?.choices) choices.value = changed.choices;
    return changed !== null;
  };

  return {
    contacts: computed(() => choices.value?.contacts ?? []),
    streets: computed(() => choices.value?.streets ?? []),
    followsAll: computed(() => choices.value?.followsAllStreets === true),
    rows: computed(() => rowsOf(choices.value?.preferences ?? [])),
    isKnown: computed(() => choices.value !== null),
    isLoading: computed(() => loading.value && choices.value === null),
    /** Whether the link is forged, revoked or of another town. */
    isUnknown: computed(() => token() === '' || isNotFound(error.value)),
    loadFailure: computed(() => (error.value && !isNotFound(error.value) ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    keep,
    choose: async (one: PreferencePartsFragment, mode: DeliveryMode) =>
      keep(await setting.send({ input: { token: token(), ...subjectOf(one), channel: one.channel, mode } })),
    unfollow: async (groupId: string) => keep(await leaving.send({ input: { token: token(), groupId } })),
    followStreet: async (chosen: ChosenStreet) =>
      keep(await following.send({ input: { token: token(), ...choiceOf(chosen) } })),
    setReminder: async (streetId: string, isOn: boolean) =>
      keep(await reminding.send({ input: { token: token(), streetId, isOn } })),
    unfollowStreet: async (streetId: string) => keep(await unfollowing.send({ input: { token: token(), streetId } })),
    setAll: async (isFollowing: boolean) => keep(await choosingAll.send({ input: { token: token(), isFollowing } })),
    removeContact: async (contactId: string) => keep(await removing.send({ input: { token: token(), contactId } })),
    endAll: async () => keep(await ending.send({ input: { token: token() } })),
    /** Makes all earlier links invalid; returns the token of the new one, or null after a refusal. */
    renew: async (): Promise<string | null> => (await renewing.send({ input: { token: token() } }))?.token ?? null,
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    refusal: computed(() => {
      const [said] = sends.flatMap(({ userErrors }) => userErrors.value);
      return said ? textOf(said.code) : null;
    }),
  };
}

/** Group of a choice, or its interest. */
function subjectOf({ group, interest }: PreferencePartsFragment) {
  return group ? { groupId: group.id } : { interest };
}
