import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import { askData } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';

const key = ({ partner: { keyId } }: Town): string => toGlobalId('PartnerKey', keyId);

/** Creates a draft with the town's API key; returns the external id of the draft. */
async function handIn({ app, partner, group, mark }: Town): Promise<string> {
  const query = 'mutation($input: CreatePostInput!) { createPost(input: $input) { userErrors { code } } }';
  const text = { title: `Entwurf ${mark}`, body: 'Vom Lokalradio' };
  const externalId = randomUUID();
  const input = { ...text, groupIds: [group], isDraft: true, idempotencyKey: randomUUID(), externalId };
  await askData(app.port, { key: partner.key }, query, { input });
  return externalId;
}

export const acts: readonly Act[] = [
  edge('Municipality.partnerKeys', ({ id }) => id, 'admin', '{ id name }'),
  {
    field: 'Query.partnerKey',
    witness: 'partner',
    isAboutAsker: true,
    prepare: () => ({ query: '{ it: partnerKey { id name } }' }),
  },
  node('PartnerKey', key, 'admin'),
  {
    field: 'PartnerKey.posts',
    witness: 'admin',
    prepare: async (town) => {
      await handIn(town);
      const query = `query($id: ID!) { node(id: $id) { ... on PartnerKey { it: posts { edges { node { title state } } } } } }`;
      return { query, variables: { id: key(town) } };
    },
  },
  {
    field: 'PartnerKey.createdAs',
    witness: 'partner',
    isAboutAsker: true,
    prepare: async (town) => {
      const externalId = await handIn(town);
      const query = 'query($externalId: String!) { partnerKey { it: createdAs(externalId: $externalId) { id } } }';
      return { query, variables: { externalId } };
    },
  },
  edge('PartnerKey.municipality', key, 'admin', '{ id }'),
  mutation(
    'createPartnerKey',
    'admin',
    ['createPartnerKey(input: $input)', 'CreatePartnerKeyInput!', 'partnerKey { id } secret'],
    ({ id: municipalityId }) => ({
      municipalityId,
      name: 'Lokalradio',
      scopes: ['POSTS_READ'],
      idempotencyKey: randomUUID(),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  ),
  mutation(
    'revokePartnerKey',
    'admin',
    ['revokePartnerKey(input: { id: $input })', 'ID!', 'partnerKey { revokedAt }'],
    async ({ app, place }) => toGlobalId('PartnerKey', (await givenKey(app, place, ['posts:read'])).keyId),
  ),
];
