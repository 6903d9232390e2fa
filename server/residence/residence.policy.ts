import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenStaff } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import type { Question } from '../testing/policy/question.ts';
import type { Town } from '../testing/policy/town.ts';
import { codesOf, confirmAs, emailOf, rowsFor, sendList } from '../testing/residence.ts';
import { LetterBatch, LetterRequest } from './residence.entity.ts';

const residence = 'residence { isProven method letterRequestedAt }';
const office = 'office { proven }';
const address = { name: 'Jan Novák', street: 'Rheinweg 1', postcode: '53572', city: 'Musterstadt' };

/** Id of an open request for a letter; one per town. */
const wished = keptFor(async ({ app, place, id: municipalityId }) => {
  const who = await givenPerson(app, place);
  const ask =
    'mutation($input: RequestResidenceLetterInput!) { requestResidenceLetter(input: $input) { userErrors { code } } }';
  await askData(app.port, who, ask, { input: { municipalityId, ...address } });
  const request = await app.services.em.fork().findOneOrFail(LetterRequest, { person: who.personId });
  return toGlobalId('LetterRequest', request.id);
});
const batchOf = keptFor(async (town) => toGlobalId('LetterBatch', (await printed(town)).batchId));

export const acts: readonly Act[] = [
  edge('Municipality.viewerResidence', ({ id }) => id, 'citizen', '{ isProven method letterRequestedAt }'),
  edge(
    'Municipality.residenceOffice',
    ({ id }) => id,
    'admin',
    '{ proven requests { name } batches { letters redeemed } }',
  ),
  node('LetterRequest', wished, 'admin'),
  node('LetterBatch', batchOf, 'admin'),
  mutation(
    'requestResidenceLetter',
    'citizen',
    ['requestResidenceLetter(input: $input)', 'RequestResidenceLetterInput!', residence],
    ({ id: municipalityId }) => ({ municipalityId, ...address }),
  ),
  mutation(
    'withdrawLetterRequest',
    'citizen',
    ['withdrawLetterRequest(input: { municipalityId: $input })', 'ID!', residence],
    ({ id }) => id,
  ),
  mutation(
    'redeemResidenceCode',
    'citizen',
    ['redeemResidenceCode(input: $input)', 'RedeemResidenceCodeInput!', residence],
    async (town) => {
      const { print } = await printed(town);
      return { municipalityId: town.id, code: (await codesOf(print))[0] };
    },
  ),
  mutation(
    'confirmResidence',
    'admin',
    ['confirmResidence(input: $input)', 'ConfirmResidenceInput!', 'validUntil'],
    ({ id: municipalityId }) => ({ municipalityId, email: `${randomUUID()}@example.org` }),
  ),
  mutation(
    'endResidence',
    'admin',
    ['endResidence(input: $input)', 'EndResidenceInput!', office],
    async ({ app, place, id: municipalityId }) => {
      const email = emailOf(await givenPerson(app, place));
      await confirmAs(app, place, await givenStaff(app, place, 'REGISTRAR'), email);
      return { municipalityId, email };
    },
  ),
  {
    field: 'Mutation.declineLetterRequest',
    witness: 'admin',
    prepare: ({ id }: Town): Question => ({
      query: `mutation($town: ID!, $id: ID!) { it: declineLetterRequest(input: { municipalityId: $town, requestId: $id }) {
        ${office} userErrors { code } } }`,
      variables: { town: id, id: toGlobalId('LetterRequest', randomUUID()) },
    }),
  },
  {
    field: 'Mutation.voidLetters',
    witness: 'admin',
    prepare: async (town: Town): Promise<Question> => ({
      query: `mutation($town: ID!, $id: ID!) { it: voidLetters(input: { municipalityId: $town, batchId: $id }) {
        ${office} userErrors { code } } }`,
      variables: { town: town.id, id: toGlobalId('LetterBatch', (await printed(town)).batchId) },
    }),
  },
];

/** Creates a batch with one letter; returns the response and the id of the batch. */
async function printed({ app, place }: Town): Promise<{ print: Response; batchId: string }> {
  const print = await sendList(app, place, await givenStaff(app, place, 'REGISTRAR'), rowsFor(1));
  const where = { municipality: place.municipalityId };
  const batch = await app.services.em.fork().findOneOrFail(LetterBatch, where, { orderBy: { createdAt: 'desc' } });
  return { print, batchId: batch.id };
}
