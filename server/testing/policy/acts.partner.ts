import { randomUUID } from 'node:crypto';
import { givenKey } from '../keys.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, edge, mutation, node } from './act.ts';
import type { Town } from './town.ts';

const key = ({ partner: { keyId } }: Town): string => toGlobalId('PartnerKey', keyId);

export const partnerActs: readonly Act[] = [
  {
    ...{ field: 'Query.partnerKey', witness: 'partner', isAboutAsker: true },
    prepare: () => ({ query: '{ it: partnerKey { id name } }' }),
  },
  node('PartnerKey', key, 'admin'),
  edge('PartnerKey.municipality', key, 'admin', '{ id }'),
  mutation(
    'createPartnerKey',
    'admin',
    ['createPartnerKey(input: $input)', 'CreatePartnerKeyInput!', 'partnerKey { id } secret'],
    ({ id: municipalityId }) => ({
      ...{ municipalityId, name: 'Lokalradio', scopes: ['POSTS_READ'], idempotencyKey: randomUUID() },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  ),
  mutation(
    'revokePartnerKey',
    'admin',
    ['revokePartnerKey(id: $input)', 'ID!', 'partnerKey { revokedAt }'],
    async ({ app, place }) => toGlobalId('PartnerKey', (await givenKey(app, place, ['posts:read'])).keyId),
  ),
];
