import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { signId } from '../kernel/signedId.ts';
import { Message } from '../notification/notification.entity.ts';
import { verifyAddress } from '../recipient/recipient.address.service.ts';
import { Contact } from '../recipient/recipient.entity.ts';
import { ensureMailRecipient, linkTokenOf } from '../recipient/recipient.link.service.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { type Act, aboutAsker, edge, mutation } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';
import { addressDataKind, addressPurpose } from './address/privacy.address.rules.ts';
import { undoPurpose } from './erasure/privacy.erasure.rules.ts';

const eraseAccount = `mutation($input: EraseAccountInput!) { it: eraseAccount(input: $input) {
  erasesAt userErrors { code } } }`;

/** A new address without an account: its contact, the link to its choices, and the link of the mail that proves it. */
function givenAddress({ app, place: { municipalityId } }: Town) {
  return write(forkContext(app.services, system), async (tx) => {
    const { recipientId } = await ensureMailRecipient(tx, municipalityId, `${randomUUID()}@example.org`, 'de');
    await verifyAddress(tx, recipientId);
    const contact = await tx.em.findOneOrFail(Contact, { recipient: recipientId });
    const message = {
      id: v7(),
      municipality: municipalityId,
      kind: addressDataKind,
      subjectId: contact.id,
      at: tx.now(),
    };
    await tx.em.insert(Message, message);
    return {
      contactId: toGlobalId('Contact', contact.id),
      choices: await linkTokenOf(tx, recipientId),
      mailed: signId(tx.secret, addressPurpose, message.id),
    };
  });
}

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
  {
    field: 'Mutation.exportMyData',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: ({ id }) => ({
      query: 'mutation($id: ID!) { it: exportMyData(input: { municipalityId: $id }) { path userErrors { code } } }',
      variables: { id },
    }),
  },
  aboutAsker('Viewer.consents', 'citizen', '{ it: viewer { consents { choice state } } }'),
  {
    field: 'Query.addressOfLink',
    variant: 'who holds the link',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($token: String!) { it: addressOfLink(token: $token) }',
      variables: { token: (await givenAddress(town)).mailed },
    }),
  },
  mutation(
    'askAddressData',
    'anonymous',
    ['askAddressData(input: $input)', 'AskAddressDataInput!', '__typename'],
    async (town) => {
      const { choices: token, contactId } = await givenAddress(town);
      return { token, contactId };
    },
    'who holds the link',
  ),
  mutation(
    'exportAddress',
    'anonymous',
    ['exportAddress(input: $input)', 'ExportAddressInput!', 'path'],
    async (town) => ({ token: (await givenAddress(town)).mailed }),
    'who holds the link',
  ),
  mutation(
    'eraseAddress',
    'anonymous',
    ['eraseAddress(input: $input)', 'EraseAddressInput!', '__typename'],
    async (town) => ({ token: (await givenAddress(town)).mailed }),
    'who holds the link',
  ),
  mutation(
    'exportAtCounter',
    'admin',
    ['exportAtCounter(input: $input)', 'ExportAtCounterInput!', 'path'],
    async ({ app, place, id: municipalityId }) => ({
      municipalityId,
      email: `${(await givenPerson(app, place)).personId}@example.org`,
      seen: 'ID_CARD',
    }),
  ),
  mutation(
    'eraseAtCounter',
    'admin',
    ['eraseAtCounter(input: $input)', 'EraseAtCounterInput!', 'erasesAt'],
    async ({ app, place, id: municipalityId }) => ({
      municipalityId,
      email: `${(await givenPerson(app, place)).personId}@example.org`,
      seen: 'ID_CARD',
    }),
  ),
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
