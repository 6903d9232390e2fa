import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenStaff } from '../builders.ts';
import { codesOf, confirmAs, emailOf, rowsFor, sendList } from '../residence.ts';
import { LetterBatch } from '../../residence/residence.entity.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Question } from './question.ts';
import type { Town } from './town.ts';

const residence = 'residence { isProven method letterRequestedAt }';
const office = 'office { proven }';
const address = { name: 'Jan Novák', street: 'Rheinweg 1', postcode: '53572', city: 'Musterstadt' };

export const residenceActs: readonly Act[] = [
  edge('Municipality.viewerResidence', ({ id }) => id, 'citizen', '{ isProven method letterRequestedAt }'),
  edge(
    'Municipality.residenceOffice',
    ({ id }) => id,
    'admin',
    '{ proven requests { name } batches { letters redeemed } }',
  ),
  mutation(
    ...(['requestResidenceLetter', 'citizen'] as const),
    ['requestResidenceLetter(input: $input)', 'AddresseeInput!', residence],
    ({ id: municipalityId }) => ({ municipalityId, ...address }),
  ),
  mutation(
    ...(['withdrawLetterRequest', 'citizen'] as const),
    ['withdrawLetterRequest(municipalityId: $input)', 'ID!', residence],
    ({ id }) => id,
  ),
  mutation(
    ...(['redeemResidenceCode', 'citizen'] as const),
    ['redeemResidenceCode(input: $input)', 'RedeemCodeInput!', residence],
    async (town) => {
      const { print } = await printed(town);
      return { municipalityId: town.id, code: (await codesOf(print))[0] };
    },
  ),
  mutation(
    ...(['confirmResidence', 'admin'] as const),
    ['confirmResidence(input: $input)', 'ResidentInput!', 'validUntil'],
    ({ id: municipalityId }) => ({ municipalityId, email: `${randomUUID()}@example.org` }),
  ),
  mutation(
    ...(['endResidence', 'admin'] as const),
    ['endResidence(input: $input)', 'ResidentInput!', office],
    async ({ app, place, id: municipalityId }) => {
      const email = emailOf(await givenPerson(app, place));
      await confirmAs(app, place, await givenStaff(app, place, 'REGISTRAR'), email);
      return { municipalityId, email };
    },
  ),
  {
    ...{ field: 'Mutation.declineLetterRequest', witness: 'admin' },
    prepare: ({ id }: Town): Question => ({
      query: `mutation($town: ID!, $id: ID!) { it: declineLetterRequest(municipalityId: $town, requestId: $id) {
        ${office} userErrors { code } } }`,
      variables: { town: id, id: toGlobalId('LetterRequest', randomUUID()) },
    }),
  },
  {
    ...{ field: 'Mutation.voidLetters', witness: 'admin' },
    prepare: async (town: Town): Promise<Question> => ({
      query: `mutation($town: ID!, $id: ID!) { it: voidLetters(municipalityId: $town, batchId: $id) {
        ${office} userErrors { code } } }`,
      variables: { town: town.id, id: toGlobalId('LetterBatch', (await printed(town)).batchId) },
    }),
  },
];

/** One letter to somebody new, and what was printed with it. */
async function printed({ app, place }: Town): Promise<{ print: Response; batchId: string }> {
  const print = await sendList(app, place, await givenStaff(app, place, 'REGISTRAR'), rowsFor(1));
  const where = { municipality: place.municipalityId };
  const batch = await app.services.em.fork().findOneOrFail(LetterBatch, where, { orderBy: { createdAt: 'desc' } });
  return { print, batchId: batch.id };
}
