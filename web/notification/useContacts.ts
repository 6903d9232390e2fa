import { useQuery } from '@vue/apollo-composable';
import { computed, type Ref, ref } from 'vue';
import {
  AddDeviceDocument,
  type ContactPartsFragment,
  ContactsDocument,
  RemoveDeviceDocument,
  SendTestMessageDocument,
  SetEmergencyContactDocument,
  SetSubstituteContactDocument,
} from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { forgetDevice, rememberDevice } from './keepDevice.ts';
import { subscribe, unsubscribe } from './pushSubscription.ts';
import { usePolling } from './usePolling.ts';

/** Where the viewer's messages arrive. */
export function useContacts() {
  const { textOf, failureOf } = useErrorTexts();
  const { town } = useTown();
  const { result, loading, error, refetch } = useQuery(
    ContactsDocument,
    {},
    { fetchPolicy: 'cache-and-network', notifyOnNetworkStatusChange: false },
  );
  const contacts = computed(() => result.value?.viewer?.contacts ?? []);
  const polling = usePolling(
    computed(() => contacts.value.some(isTested)),
    () => refetch() ?? Promise.resolve(),
  );
  const devices = useDevice(
    computed(() => result.value?.pushKey ?? ''),
    () => refetch() ?? Promise.resolve(),
  );
  const ticking = useSend(SetEmergencyContactDocument, (data) => data.setEmergencyContact);
  const substituting = useSend(SetSubstituteContactDocument, (data) => data.setSubstituteContact);
  const testing = useSend(SendTestMessageDocument, (data) => data.sendTestMessage);
  const tick = async ({ id, forEmergencies }: ContactPartsFragment): Promise<void> => {
    await ticking.send({ input: { contactId: id, isOn: !forEmergencies } });
  };
  const tickSubstitute = async ({ id, asSubstitute }: ContactPartsFragment): Promise<void> => {
    await substituting.send({ input: { contactId: id, isOn: !asSubstitute } });
  };
  const test = async ({ id }: ContactPartsFragment): Promise<void> => {
    await testing.send({ input: { contactId: id, municipalityId: town.value?.id ?? '' } });
    polling.start();
  };
  const sends = [...devices.sends, ticking, substituting, testing];
  return {
    add: devices.add,
    remove: devices.remove,
    problem: devices.problem,
    tick,
    tickSubstitute,
    test,
    contacts,
    busy: computed(() => sends.some(({ busy }) => busy.value)),
    refusal: computed(() => {
      const [said] = sends.flatMap(({ userErrors }) => userErrors.value);
      return said ? textOf(said.code) : null;
    }),
    failure: computed(() => sends.map(({ failure }) => failure.value).find(Boolean) ?? null),
    isLoading: computed(() => loading.value && !result.value),
    loadFailure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

/** Adds this browser to the contacts, and removes devices. `read` reads the contacts again. */
function useDevice(pushKey: Ref<string>, read: () => Promise<unknown>) {
  const adding = useSend(AddDeviceDocument, (data) => data.addDevice);
  const removing = useSend(RemoveDeviceDocument, (data) => data.removeDevice);
  /** Why this browser could not be subscribed. */
  const problem = ref<'DENIED' | 'FAILED' | null>(null);
  const add = async (label: string): Promise<boolean> => {
    problem.value = null;
    const address = await subscribe(pushKey.value);
    if (typeof address === 'string') {
      problem.value = address;
      return false;
    }
    if (!(await adding.send({ input: { ...address, label } }))) return false;
    rememberDevice(address.endpoint);
    await read();
    return true;
  };
  const remove = async ({ id, isThisBrowser }: ContactPartsFragment): Promise<boolean> => {
    if (!(await removing.send({ id }))) return false;
    if (isThisBrowser) {
      forgetDevice();
      await unsubscribe();
    }
    await read();
    return true;
  };
  return { add, remove, problem, sends: [adding, removing] };
}

/** Whether a test message is on its way; a try that failed may take hours until the next. */
function isTested({ testState, testFailure }: ContactPartsFragment): boolean {
  return testState === 'SENDING' || (testState === 'PENDING' && testFailure == null);
}
