import { v7 } from 'uuid';
import { ensurePerson, grantRole } from '../../identity/identity.person.service.ts';
import { type Person, type RoleGrant, roleKinds } from '../../kernel/actor.ts';
import { type Context } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import type { Desk } from '../../municipality/municipality.entity.ts';
import { oneOf, type Story } from './story.ts';

export interface Cast {
  /** Staff by the story's key, as actors. */
  readonly staff: ReadonlyMap<string, Person>;
  readonly desks: ReadonlyMap<string, Desk>;
  /** Citizens with accounts, members of the town's group. */
  readonly citizens: readonly Person[];
}

/** Staff by their function and citizens by number: the addresses belong to nobody (RFC 2606). */
export async function seedPeople(
  ctx: Context,
  town: { readonly id: string; readonly ags: string; readonly groupId: string },
  story: Story,
  desks: ReadonlyMap<string, Desk>,
): Promise<Cast> {
  const staff = new Map<string, Person>();
  for (const { key, name, role, desk } of story.staff) {
    const grant: RoleGrant = {
      role: oneOf(roleKinds, role),
      municipalityId: town.id,
      deskId: desk === undefined ? null : (desks.get(desk)?.id ?? null),
    };
    staff.set(key, await seedStaff(ctx, `${key}.${town.ags}@demo.example`, name, grant));
  }
  return { staff, desks, citizens: await seedCitizens(ctx, town, citizenCount(story)) };
}

function seedStaff(ctx: Context, email: string, displayName: string, grant: RoleGrant): Promise<Person> {
  return write(ctx, async (tx) => {
    const personId = await ensurePerson(tx, { email, locale: 'de', displayName });
    await grantRole(tx, { personId, ...grant });
    return actorOf(personId, [grant]);
  });
}

/** As many as the best attended poll needs, and one. Accounts and memberships are facts here, so they come in two statements. */
async function seedCitizens(
  ctx: Context,
  town: { readonly ags: string; readonly groupId: string },
  count: number,
): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, i) => ({
    id: v7(),
    email: `citizen${i || ''}.${town.ags}@demo.example`,
  }));
  await write(ctx, async (tx) => {
    const rows = JSON.stringify(people);
    await tx.em.execute(
      `insert into person (id, email) select p.id, p.email from json_to_recordset(?::json) as p(id uuid, email text)`,
      [rows],
    );
    await tx.em.execute(
      `insert into membership (group_id, person_id)
       select ?, p.id from json_to_recordset(?::json) as p(id uuid)`,
      [town.groupId, rows],
    );
  });
  return people.map(({ id }) => actorOf(id, []));
}

function citizenCount({ polls, issues }: Story): number {
  return 1 + Math.max(issues.length, ...polls.map(({ ballots }) => ballots.reduce((sum, { count }) => sum + count, 0)));
}

function actorOf(id: string, roles: readonly RoleGrant[]): Person {
  return { kind: 'person', id, sessionId: v7(), expiresAt: new Date(8.64e15), roles };
}
