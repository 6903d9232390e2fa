import { toGlobalId } from '../../kernel/ids.ts';
import { openBrowser } from '../../testing/browser.ts';
import { type Act, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import { startPushService } from '../../testing/push.ts';

const keys = keptFor(async () => {
  const service = await startPushService();
  const { p256dh, auth } = service.subscribe();
  service.stop();
  return { p256dh, auth };
});

const add = `mutation($input: AddDeviceInput!) { addDevice(input: $input) { device { id } userErrors { code } } }`;

let endpoints = 0;

/** Address at a push service that does not exist; what is sent to it fails and is tried again. */
function nextEndpoint(): string {
  endpoints += 1;
  return `https://push.example/${endpoints}`;
}

/** Global id of the citizen's device; one per town. */
const phoneOf = keptFor(async (town) => {
  const browser = openBrowser(town.app.port, '198.21.0.1');
  browser.cookies.set('session', town.citizen.token);
  const input = { endpoint: nextEndpoint(), ...(await keys(town)), label: 'Telefon' };
  const { addDevice } = await browser.askData(add, { input });
  return addDevice.device.id as string;
});

export const acts: readonly Act[] = [
  node('Device', phoneOf, 'citizen', "the citizen's"),
  { field: 'Query.pushKey', witness: 'anonymous', isAboutAsker: true, prepare: () => ({ query: '{ it: pushKey }' }) },
  {
    field: 'Viewer.devices',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => {
      await phoneOf(town);
      return { query: '{ viewer { it: devices { id label } } }' };
    },
  },
  {
    field: 'Mutation.addDevice',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => ({
      query: `mutation($input: AddDeviceInput!) { it: addDevice(input: $input) { device { id } userErrors { code } } }`,
      variables: { input: { endpoint: nextEndpoint(), ...(await keys(town)), label: 'Telefon' } },
    }),
  },
  mutation(
    'sendTestMessage',
    'citizen',
    ['sendTestMessage(input: $input)', 'SendTestMessageInput!', 'device { id }'],
    async (town) => ({
      deviceId: await phoneOf(town),
      municipalityId: toGlobalId('Municipality', town.place.municipalityId),
    }),
    "the citizen's device",
  ),
  mutation(
    'removeDevice',
    'citizen',
    ['removeDevice(input: $input)', 'RemoveDeviceInput!', 'devices { id }'],
    () => ({ id: toGlobalId('Device', '00000000-0000-4000-8000-000000000000') }),
    'unknown device',
  ),
];
