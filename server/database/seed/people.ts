import { v7 } from 'uuid';
import { ensurePerson, grantRole } from '../../identity/identity.person.service.ts';
import type { Person, RoleGrant } from '../../kernel/actor.ts';
import { type Context } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import type { Desk } from '../../municipality/municipality.entity.ts';
import { addAccounts, keepConsent } from '../../recipient/recipient.service.ts';
import { oneOf, type StaffStory, type Story } from './story.ts';

/** Person who may publish in a group without being staff. */
export interface Publisher {
  readonly actor: Person;
  readonly email: string;
}
export interface Cast {
  /** Staff as actors, by the story's key. */
  readonly staff: ReadonlyMap<string, Person>;
  readonly publishers: ReadonlyMap<string, Publisher>;
  readonly desks: ReadonlyMap<string, Desk>;
  /** Citizens with accounts. */
  readonly citizens: readonly Person[];
}
interface Town {
  readonly id: string;
  readonly ags: string;
}

/** Adds staff, named by function, and citizens, named by number; their addresses belong to nobody (RFC 2606). */
export async function seedPeople(
  ctx: Context,
  town: Town,
  story: Story,
  desks: ReadonlyMap<string, Desk>,
): Promise<Cast> {
  const staff = new Map<string, Person>();
  for (const member of story.staff) staff.set(member.key, await seedStaff(ctx, town, member, desks));
  const publishers = new Map<string, Publisher>();
  for (const { key, name } of story.publishers) {
    const email = emailOf(key, town);
    publishers.set(key, { email, actor: await seedPerson(ctx, town, email, name, []) });
  }
  return { staff, publishers, desks, citizens: await seedCitizens(ctx, town, citizenCount(story)) };
}

/** Staff by the story's key; throws if there is none. */
export function staffOf({ staff }: Cast, key: string | undefined): Person {
  const somebody = staff.get(key ?? '');
  if (somebody === undefined) throw new Error(`the story has no staff "${String(key)}"`);
  return somebody;
}

/** Staff or publisher of a group, by the story's key; throws if there is none. */
export function authorOf(cast: Cast, key: string): Person {
  return cast.publishers.get(key)?.actor ?? staffOf(cast, key);
}

/** Roles that a story may give to its staff. */
const staffRoles = ['CLERK', 'EDITOR', 'REGISTRAR', 'ADMIN'] as const;

function seedStaff(
  ctx: Context,
  town: Town,
  { key, name, role, desk }: StaffStory,
  desks: ReadonlyMap<string, Desk>,
): Promise<Person> {
  const deskId = desk === undefined ? null : (desks.get(desk)?.id ?? null);
  return seedPerson(ctx, town, emailOf(key, town), name, [
    { role: oneOf(staffRoles, role), municipalityId: town.id, deskId },
  ]);
}

function seedPerson(
  ctx: Context,
  town: Town,
  email: string,
  displayName: string,
  grants: readonly RoleGrant[],
): Promise<Person> {
  return write(ctx, async (tx) => {
    const personId = await ensurePerson(tx, { email, locale: 'de', displayName });
    for (const grant of grants) await grantRole(tx, { personId, ...grant });
    await seedAnswer(tx, town, personId);
    return actorOf(personId, grants);
  });
}

/** Answers the first question, so that the demo shows the home page as it is on most days. */
function seedAnswer(tx: Tx, town: Town, recipientId: string): Promise<string> {
  return keepConsent(tx, { recipientId, municipalityId: town.id, choice: 'APP_ONLY', wording: 1, locale: 'de' });
}

/** Adds one citizen more than the poll with the most voters needs, in one statement. */
async function seedCitizens(ctx: Context, town: Town, count: number): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, i) => ({ id: v7(), email: emailOf(`citizen${i || ''}`, town) }));
  await write(ctx, async (tx) => {
    await tx.em.execute(
      `insert into person (id, email) select p.id, p.email from json_to_recordset(?::json) as p(id uuid, email text)`,
      [JSON.stringify(people)],
    );
    await addAccounts(
      tx,
      people.map(({ id }) => id),
    );
    for (const { id } of people.slice(0, 1)) await seedAnswer(tx, town, id);
  });
  return people.map(({ id }) => actorOf(id, []));
}

function citizenCount({ polls, issues }: Story): number {
  return 1 + Math.max(issues.length, ...polls.map(({ ballots }) => ballots.reduce((sum, { count }) => sum + count, 0)));
}

function emailOf(name: string, { ags }: Town): string {
  return `${name}.${ags}@demo.example`;
}

function actorOf(id: string, roles: readonly RoleGrant[]): Person {
  return { kind: 'person', id, sessionId: v7(), expiresAt: new Date(8.64e15), roles };
}
