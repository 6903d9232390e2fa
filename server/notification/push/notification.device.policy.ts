import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import { startPushService } from '../../testing/push.ts';

const keys = keptFor(async () => {
  const service = await startPushService();
  const { p256dh, auth } = service.subscribe();
  service.stop();
  return { p256dh, auth };
});

let endpoints = 0;

/** Address at a push service that does not exist; what is sent to it fails and is tried again. */
function nextEndpoint(): string {
  endpoints += 1;
  return `https://push.example/${endpoints}`;
}

export const acts: readonly Act[] = [
  { field: 'Query.pushKey', witness: 'anonymous', isAboutAsker: true, prepare: () => ({ query: '{ it: pushKey }' }) },
  {
    field: 'Mutation.addDevice',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => ({
      query: `mutation($input: AddDeviceInput!) { it: addDevice(input: $input) { contact { id } userErrors { code } } }`,
      variables: { input: { endpoint: nextEndpoint(), ...(await keys(town)), label: 'Telefon' } },
    }),
  },
  mutation(
    'removeDevice',
    'citizen',
    ['removeDevice(input: $input)', 'RemoveDeviceInput!', 'contacts { id }'],
    () => ({ id: toGlobalId('Contact', '00000000-0000-4000-8000-000000000000') }),
    'unknown device',
  ),
];
