import { randomUUID } from 'node:crypto';
import { givenStaff } from '../builders.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { type Act, edge, mutation } from './act.ts';

export const staffActs: readonly Act[] = [
  edge('Municipality.audit', ({ id }) => id, 'admin', '{ edges { node { kind } } }'),
  edge('Municipality.staff', ({ id }) => id, 'admin', '{ email roles { role } }'),
  mutation(
    'grantRole',
    'admin',
    ['grantRole(input: $input)', 'GrantRoleInput!', '__typename'],
    ({ id: municipalityId }) => ({ municipalityId, email: `${randomUUID()}@example.org`, role: 'EDITOR' }),
  ),
  mutation(
    'revokeRole',
    'admin',
    ['revokeRole(input: $input)', 'RevokeRoleInput!', '__typename'],
    async ({ app, place, id: municipalityId }) => {
      const { personId } = await givenStaff(app, place, 'EDITOR');
      return { municipalityId, personId: toGlobalId('Person', personId), role: 'EDITOR' };
    },
  ),
];
