import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

const townId = 'query($ags: String!) { municipality(ags: $ags) { id } }';
const granting = 'mutation($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code } } }';

/**
 * An admin of the town who has spent nothing of the cost that a person may ask for in a minute. Scenarios that open large
 * boards again and again would use up that of the seed's admin, whom all scenarios share.
 */
export async function newAdmin(stage: Stage): Promise<Person> {
  const { town } = stage;
  const admin = await stage.person(`admin-${randomUUID()}`);
  const chief = await stage.staff('verwaltung');
  const { municipality } = await stage.ask(townId, { ags: town.ags }, chief);
  const input = { municipalityId: municipality.id, email: admin.email, role: 'ADMIN' };
  const { grantRole } = await stage.ask(granting, { input }, chief);
  assert.deepEqual(grantRole.userErrors, []);
  return admin;
}
