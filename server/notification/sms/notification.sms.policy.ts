import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, edge, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';
import { givenCode, givenNumber, setSmsOf } from '../../testing/sms.ts';

let numbers = 0;

/** Number that nobody has asked a code for; SMS of the town are paid. */
async function nextInput({ app, place, id }: Town): Promise<object> {
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  numbers += 1;
  return { municipalityId: id, number: `+49170${String(3_000_000 + numbers)}` };
}

/** Global id of the citizen's number; one per town. */
const numberOf = keptFor(async ({ app, citizen }) => toGlobalId('MobileNumber', (await givenNumber(app, citizen)).id));

export const acts: readonly Act[] = [
  node('MobileNumber', numberOf, 'citizen', "the citizen's"),
  {
    field: 'Viewer.mobileNumbers',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => {
      await numberOf(town);
      return { query: '{ viewer { it: mobileNumbers { id masked } } }' };
    },
  },
  edge('Municipality.sms', ({ id }) => id, 'admin', '{ budgetCents spentCents }'),
  mutation(
    'setTownSms',
    'admin',
    ['setTownSms(input: $input)', 'SetTownSmsInput!', 'municipality { id }'],
    ({ id }) => ({ municipalityId: id, mode: 'CHOSEN', budgetCents: 5000, sender: 'Rathaus' }),
  ),
  mutation(
    'requestNumberCode',
    'citizen',
    ['requestNumberCode(input: $input)', 'RequestNumberCodeInput!', 'mobileNumber { id }'],
    nextInput,
  ),
  mutation(
    'confirmNumber',
    'citizen',
    ['confirmNumber(input: $input)', 'ConfirmNumberInput!', 'mobileNumber { id }'],
    async ({ app, citizen }) => {
      const { id, code } = await givenCode(app, citizen);
      return { id: toGlobalId('MobileNumber', id), code };
    },
    "the citizen's number",
  ),
  mutation(
    'removeNumber',
    'citizen',
    ['removeNumber(input: $input)', 'RemoveNumberInput!', 'mobileNumbers { id }'],
    () => ({ id: toGlobalId('MobileNumber', '00000000-0000-4000-8000-000000000000') }),
    'unknown number',
  ),
];
