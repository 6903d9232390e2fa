import { randomUUID } from 'node:crypto';
import { givenStaff } from '../testing/builders.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { type Act, edge, mutation } from '../testing/policy/act.ts';

export const acts: readonly Act[] = [
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
  mutation(
    'resetPasskeys',
    'admin',
    ['resetPasskeys(input: $input)', 'ResetPasskeysInput!', '__typename'],
    async ({ app, place, id: municipalityId }) => {
      const { personId } = await givenStaff(app, place, 'EDITOR');
      return { municipalityId, personId: toGlobalId('Person', personId) };
    },
  ),
];
