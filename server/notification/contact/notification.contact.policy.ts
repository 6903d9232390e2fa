import { toGlobalId } from '../../kernel/ids.ts';
import { askData, type Data } from '../../testing/client.ts';
import { type Act, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';

/** Global id of the citizen's inbox; one per town. */
const inboxOf = keptFor(async ({ app, citizen }) => {
  const { viewer } = await askData(app.port, citizen, '{ viewer { contacts { id channel } } }');
  return viewer.contacts.find(({ channel }: Data) => channel === 'INBOX').id as string;
});

export const acts: readonly Act[] = [
  node('Contact', inboxOf, 'citizen', "the citizen's"),
  {
    field: 'Viewer.contacts',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: '{ viewer { it: contacts { id address } } }' }),
  },
  mutation(
    'setEmergencyContact',
    'citizen',
    ['setEmergencyContact(input: $input)', 'SetEmergencyContactInput!', 'contact { id }'],
    async (town) => ({ contactId: await inboxOf(town), isOn: true }),
    "the citizen's inbox",
  ),
  mutation(
    'setSubstituteContact',
    'citizen',
    ['setSubstituteContact(input: $input)', 'SetSubstituteContactInput!', 'contact { id }'],
    async (town) => ({ contactId: await inboxOf(town), isOn: false }),
    "the citizen's inbox",
  ),
  mutation(
    'renameContact',
    'citizen',
    ['renameContact(input: $input)', 'RenameContactInput!', 'contact { id }'],
    async (town) => ({ contactId: await inboxOf(town), label: 'Zu Hause' }),
    "the citizen's inbox",
  ),
  mutation(
    'sendTestMessage',
    'citizen',
    ['sendTestMessage(input: $input)', 'SendTestMessageInput!', 'contact { id }'],
    async (town) => ({
      contactId: await inboxOf(town),
      municipalityId: toGlobalId('Municipality', town.place.municipalityId),
    }),
    "the citizen's inbox",
  ),
  {
    field: 'Viewer.quietHours',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: () => ({ query: '{ viewer { it: quietHours { from to timeZone onlyEmergencies } } }' }),
  },
  {
    ...mutation(
      'setQuietHours',
      'citizen',
      ['setQuietHours(input: $input)', 'SetQuietHoursInput!', 'quietHours { from }'],
      () => ({ from: '22:00', to: '07:00' }),
    ),
    isAboutAsker: true,
  },
  {
    ...mutation(
      'setOnlyEmergencies',
      'citizen',
      ['setOnlyEmergencies(input: $input)', 'SetOnlyEmergenciesInput!', 'quietHours { from }'],
      () => ({ isOn: false }),
    ),
    isAboutAsker: true,
  },
];
