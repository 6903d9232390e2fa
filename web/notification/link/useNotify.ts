import { useApolloClient } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { FollowGroupsDocument, FollowGroupsOnDeviceDocument, PushKeyDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useErrorTexts } from '../../shared/errors.ts';
import { useSend } from '../../shared/useSend.ts';
import { describeDevice, subscribe } from '../pushSubscription.ts';
import { choicesOf, type ChosenStreet } from '../../street/address.ts';
import { keepLink, rememberAsked } from './keptLink.ts';

/** Groups and streets to follow. */
export interface Wanted {
  readonly groupIds: readonly string[];
  readonly streets: readonly ChosenStreet[];
  /** Whether all streets of the town are wanted. */
  readonly allStreets: boolean;
}

/** Follows groups and streets without an account, by e-mail or on this device. */
export function useNotify() {
  const { ags, town } = useTown();
  const { locale } = useI18n();
  const { byField, textOf, failureOf } = useErrorTexts();
  const { client } = useApolloClient();
  const byMail = useSend(FollowGroupsDocument, (data) => data.followGroups);
  const onDevice = useSend(FollowGroupsOnDeviceDocument, (data) => data.followGroupsOnDevice);
  /** Why this browser could not be subscribed. */
  const problem = ref<'DENIED' | 'FAILED' | null>(null);
  const wishFor = ({ groupIds, streets, allStreets }: Wanted) => ({
    municipalityId: town.value?.id ?? '',
    groupIds: [...groupIds],
    streets: choicesOf(streets),
    allStreets: allStreets || null,
    locale: locale.value,
  });

  const followByMail = async (wanted: Wanted, email: string): Promise<boolean> => {
    const asked = await byMail.send({ input: { ...wishFor(wanted), email: email.trim() } });
    if (asked !== null) rememberAsked(ags.value);
    return asked !== null;
  };
  const followOnDevice = async (wanted: Wanted): Promise<boolean> => {
    problem.value = null;
    const pushKey = await client.query({ query: PushKeyDocument }).catch((error: unknown) => {
      onDevice.failure.value = failureOf(error);
      return null;
    });
    if (pushKey === null) return false;
    const address = await subscribe(pushKey.data.pushKey ?? '');
    if (typeof address === 'string') {
      problem.value = address;
      return false;
    }
    const label = describeDevice(navigator.userAgent) || location.host;
    const followed = await onDevice.send({ input: { ...wishFor(wanted), ...address, label } });
    if (followed?.token == null) return false;
    keepLink(ags.value, { token: followed.token, endpoint: address.endpoint });
    return true;
  };
  const userErrors = computed(() => [...byMail.userErrors.value, ...onDevice.userErrors.value]);
  return {
    followByMail,
    followOnDevice,
    problem,
    busy: computed(() => byMail.busy.value || onDevice.busy.value),
    failure: computed(() => byMail.failure.value ?? onDevice.failure.value),
    emailError: computed(() => byField(userErrors.value).email ?? ''),
    refusal: computed(() => {
      const other = userErrors.value.find(({ path }) => path[0] !== 'email');
      return other ? textOf(other.code) : null;
    }),
  };
}
