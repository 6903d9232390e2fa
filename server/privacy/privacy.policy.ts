import { toGlobalId } from '../kernel/ids.ts';
import { signId } from '../kernel/signedId.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { type Act, aboutAsker, edge, mutation } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';
import { undoPurpose } from './erasure/privacy.erasure.rules.ts';

const eraseAccount = `mutation($input: EraseAccountInput!) { it: eraseAccount(input: $input) {
  erasesAt userErrors { code } } }`;

/** Token of the link with which a new person keeps the account. */
async function linkOf({ app, place }: Town): Promise<string> {
  const somebody = await givenPerson(app, place);
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId) };
  await askData(app.port, somebody, eraseAccount, { input });
  const [erasure]: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from erasure where person_id = ?', [somebody.personId]);
  return signId(app.services.secret, undoPurpose, erasure?.id ?? '');
}

export const acts: readonly Act[] = [
  aboutAsker('Query.accountErased', 'anonymous', '{ it: accountErased }'),
  {
    field: 'Mutation.eraseAccount',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: ({ place }) => ({
      query: eraseAccount,
      variables: { input: { municipalityId: toGlobalId('Municipality', place.municipalityId) } },
      endsSession: true,
    }),
  },
  mutation(
    'undoErasure',
    'anonymous',
    ['undoErasure(input: $input)', 'UndoErasureInput!', '__typename'],
    async (town) => ({ token: await linkOf(town) }),
    'who holds the link',
  ),
  edge('Municipality.retention', ({ id }) => id, 'admin', '{ kind days due }'),
  mutation(
    'setRetention',
    'admin',
    ['setRetention(input: $input)', 'SetRetentionInput!', 'municipality { id }'],
    ({ id: municipalityId }) => ({ municipalityId, periods: [{ kind: 'DELIVERIES', days: 60 }] }),
  ),
];
