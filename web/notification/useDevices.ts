import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { AddDeviceDocument, DevicesDocument, RemoveDeviceDocument, SendTestMessageDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useSend } from '../shared/useSend.ts';
import { forgetDevice, rememberDevice } from './keepDevice.ts';
import { subscribe, unsubscribe } from './pushSubscription.ts';

/** Interval in milliseconds at which the state of a test message is read while it is on its way. */
const pollMs = 1000;
/** Number of reads after which the page stops waiting. */
const mostPolls = 30;

/** Devices on which the viewer's messages appear. */
export function useDevices() {
  const { textOf, failureOf } = useErrorTexts();
  const { town } = useTown();
  const { result, loading, error, refetch, startPolling, stopPolling } = usePolledDevices();
  const adding = useSend(AddDeviceDocument, (data) => data.addDevice);
  const removing = useSend(RemoveDeviceDocument, (data) => data.removeDevice);
  const testing = useSend(SendTestMessageDocument, (data) => data.sendTestMessage);
  /** Why this browser could not be subscribed. */
  const problem = ref<'DENIED' | 'FAILED' | null>(null);

  const add = async (label: string): Promise<boolean> => {
    problem.value = null;
    const address = await subscribe(result.value?.pushKey ?? '');
    if (typeof address === 'string') {
      problem.value = address;
      return false;
    }
    if (!(await adding.send({ input: { ...address, label } }))) return false;
    rememberDevice(address.endpoint);
    await refetch();
    return true;
  };
  const remove = async (id: string, isThisBrowser: boolean): Promise<boolean> => {
    if (!(await removing.send({ id }))) return false;
    if (isThisBrowser) {
      forgetDevice();
      await unsubscribe();
    }
    await refetch();
    return true;
  };
  const test = async (deviceId: string): Promise<void> => {
    await testing.send({ input: { deviceId, municipalityId: town.value?.id ?? '' } });
    startPolling();
  };
  const sends = [adding, removing, testing];
  return {
    add,
    remove,
    test,
    stopPolling,
    problem,
    devices: computed(() => result.value?.viewer?.devices ?? []),
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

/** Reads the devices again and again while a test message is on its way. */
function usePolledDevices() {
  const query = useQuery(DevicesDocument, {}, { fetchPolicy: 'cache-and-network', notifyOnNetworkStatusChange: false });
  const polls = ref(0);
  const isWaiting = computed(() =>
    (query.result.value?.viewer?.devices ?? []).some(
      ({ testState, testFailure }) => testState === 'SENDING' || (testState === 'PENDING' && testFailure == null),
    ),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const poll = async () => {
    polls.value += 1;
    await query.refetch();
    if (isWaiting.value && polls.value < mostPolls) timer = setTimeout(() => void poll(), pollMs);
  };
  const startPolling = () => {
    clearTimeout(timer);
    polls.value = 0;
    timer = setTimeout(() => void poll(), pollMs);
  };
  watch(isWaiting, (waits) => waits && polls.value === 0 && startPolling());
  return {
    ...query,
    startPolling,
    stopPolling: () => {
      clearTimeout(timer);
    },
  };
}
