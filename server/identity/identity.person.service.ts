import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { personId, type RoleGrant, strangersCode } from '../kernel/actor.ts';
import type { Assurance, AssuranceLevel } from '../kernel/assurance.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { locales } from '../kernel/locale.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { findDesk } from '../municipality/municipality.service.ts';
import { Person, Role } from './identity.entity.ts';
import { languageChosen, personRegistered, type RoleFacts, roleGranted, roleRevoked } from './identity.events.ts';
import { canGrantRole, canRevokeRole, isRoleComplete, needsPasskey } from './identity.rules.ts';
import { shortenSessions } from './identity.session.ts';

/** Data of an account that its owner may read. */
export interface Viewer {
  readonly id: string;
  readonly email: string;
  readonly locale: string;
  readonly roles: readonly RoleGrant[];
  /** Whether the roles rest until the person signs in with a passkey, or adds the first one. */
  readonly needsPasskey: boolean;
  /** Level that this session has proven. */
  readonly assurance: Assurance;
  /** Highest level ever proven for the account. */
  readonly provenLevel: AssuranceLevel;
  /** When that level was last proven; null: never above BASIC. */
  readonly provenAt: Date | null;
}
export interface PersonInput {
  /** Address normalised by `readEmail`. */
  readonly email: string;
  readonly locale: string;
  /** Function or name of a staff member, shown to colleagues and readers. */
  readonly displayName?: string;
  /** Town on whose page the person signs in, whose group a new account joins; null: none. */
  readonly municipalityId?: string | null;
}
export interface GrantRoleInput extends RoleGrant {
  readonly personId: string;
}

/** Account by id; one statement serves all accounts of a request. The caller decides which fields are disclosed. */
export const personById = rowById(rowsOf(Person));

/** The actor's own account; null if the actor is not a person. */
export async function findViewer(ctx: Context): Promise<Viewer | null> {
  return ctx.actor.kind === 'person' ? readViewer(ctx, ctx.actor.id, ctx.actor.assurance) : null;
}

/** The actor's own account by id; null: any other account. */
export async function findOwnAccount(ctx: Context, id: string): Promise<Viewer | null> {
  return personId(ctx.actor) === id ? findViewer(ctx) : null;
}

/** Maximum number of listed roles of a person. */
const mostRoles = 300;

/** Account by id, for operations that sign in: the actor of the request is still anonymous then. */
export async function readViewer(ctx: Context, personId: string, proven?: Assurance): Promise<Viewer> {
  const person = await ctx.em.findOneOrFail(Person, personId);
  const { id, email, locale, assurance: provenLevel, provenAt = null } = person;
  const assurance = proven ?? { level: 'BASIC', method: 'EMAIL', provenAt: ctx.now() };
  const roles = await findRoles(ctx, id);
  const rests = ctx.config.mode !== 'demo' && needsPasskey(roles, assurance);
  return { id, email, locale, roles: roles.slice(0, mostRoles), needsPasskey: rests, assurance, provenLevel, provenAt };
}

/**
 * Sets the actor's language for mails and for texts that exist in several languages. Errors: UNAUTHENTICATED,
 * FORBIDDEN, UNKNOWN_LOCALE.
 */
export function chooseLanguage(ctx: Context, wish: string): Promise<Viewer> {
  return write(ctx, async (tx) => {
    if (tx.actor.kind !== 'person') throw new DomainError(strangersCode(tx.actor));
    const locale = locales.find((known) => known === wish);
    if (locale === undefined) throw refusal('UNKNOWN_LOCALE', 'locale');
    const person = await tx.em.findOneOrFail(Person, tx.actor.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (person.locale !== locale) {
      person.locale = locale;
      await tx.em.flush();
      await record(tx, languageChosen({ personId: person.id, locale }));
    }
    return readViewer(tx, person.id, tx.actor.assurance);
  });
}

/** All roles of a person in all towns. */
export async function findRoles(ctx: Context, personId: string): Promise<RoleGrant[]> {
  const roles = await ctx.em.find(Role, { person: personId }, { orderBy: { id: 'asc' } });
  return roles.map(({ role, municipality, desk }) => ({
    role,
    municipalityId: municipality?.id ?? null,
    deskId: desk?.id ?? null,
  }));
}

/** Ids of the people who run the installation, without those whose account is about to be erased. */
export async function listOperators({ em }: Pick<Context, 'em'>): Promise<string[]> {
  const rows: { id: string }[] = await em.execute(
    `select distinct p.id from role r join person p on p.id = r.person_id
     where r.role = 'OPERATOR' and p.erases_at is null and p.erased_at is null order by p.id`,
  );
  return rows.map(({ id }) => id);
}

/** Address and language of an account for a mail; null: there is no such account. */
export async function findAccountMail(
  { em }: Pick<Context, 'em'>,
  id: string,
): Promise<{ readonly email: string; readonly locale: string } | null> {
  const rows: { email: string; locale: string }[] = await em
    .fork()
    .execute('select email, locale from person where id = ? and erased_at is null', [id]);
  return rows[0] ?? null;
}

/** Roles of the actor in one town. */
export function listViewerRoles({ actor }: Context, municipalityId: string): readonly RoleGrant[] {
  return actor.kind === 'person' ? actor.roles.filter((grant) => grant.municipalityId === municipalityId) : [];
}

/** Id of the account with this address, which is created if it is missing. */
export async function ensurePerson(tx: Tx, input: PersonInput): Promise<string> {
  const { email, locale, displayName, municipalityId } = input;
  const made: { id: string }[] = await tx.em.execute(
    `insert into person (id, email, locale, display_name) values (?, ?, ?, ?)
     on conflict (email) do nothing returning id`,
    [v7(), email, locale, displayName ?? null],
  );
  if (made[0] === undefined) return (await tx.em.findOneOrFail(Person, { email })).id;
  await record(tx, personRegistered({ personId: made[0].id, ...(municipalityId != null && { municipalityId }) }));
  return made[0].id;
}

/**
 * Grants a role; open connections of the person are authorised again within seconds. Idempotent. Errors:
 * UNAUTHENTICATED, FORBIDDEN, INCOMPLETE_ROLE, NOT_FOUND.
 */
export function grantRole(ctx: Context, input: GrantRoleInput): Promise<Role> {
  return write(ctx, async (tx) => {
    authorize(canGrantRole(tx.actor, input));
    await checkRole(tx, input);
    const known = await findRole(tx, input);
    if (known !== null) return known;
    const { personId, role, municipalityId, deskId } = input;
    const granted = tx.em.create(Role, {
      id: v7(),
      person: personId,
      role,
      municipality: municipalityId,
      desk: deskId,
    });
    await tx.em.persist(granted).flush();
    await shortenSessions(tx, personId);
    await record(tx, roleGranted(factsOf(input)));
    accessChanged(tx, personId);
    return granted;
  });
}

/** Revokes a role; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, LAST_ADMIN. */
export function revokeRole(ctx: Context, input: GrantRoleInput): Promise<void> {
  return write(ctx, async (tx) => {
    authorize(canGrantRole(tx.actor, input));
    const known = await findRole(tx, input);
    if (known === null) return;
    authorize(canRevokeRole(tx.actor, input, await countAdmins(tx, input.municipalityId)), ['role']);
    await tx.em.remove(known).flush();
    await record(tx, roleRevoked(factsOf(input)));
    accessChanged(tx, input.personId);
  });
}

/**
 * Number of admins of the town; those whose account is about to be erased do not count. The rows are locked, so that two
 * admins cannot leave concurrently.
 */
export async function countAdmins(tx: Tx, municipalityId: string | null): Promise<number> {
  const admins: unknown[] = await tx.em.execute(
    `select r.id from role r join person p on p.id = r.person_id
     where r.municipality_id = ? and r.role = 'ADMIN' and p.erases_at is null order by r.id for update of r`,
    [municipalityId],
  );
  return admins.length;
}

async function checkRole(tx: Tx, input: GrantRoleInput): Promise<void> {
  if (!isRoleComplete(input)) {
    throw new Refusal({
      code: 'INCOMPLETE_ROLE',
      message: 'a CLERK needs a desk, an OPERATOR no town',
      path: ['role'],
    });
  }
  if (input.municipalityId !== null && input.deskId !== null) await findDesk(tx, input.municipalityId, input.deskId);
}

/** Role if it exists. The row of the person is locked, so that concurrent equal grants create one role. */
async function findRole(tx: Tx, { personId, role, municipalityId, deskId }: GrantRoleInput): Promise<Role | null> {
  const person = await tx.em.findOne(Person, personId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (person === null) throw new DomainError('NOT_FOUND');
  return tx.em.findOne(Role, { person: personId, role, municipality: municipalityId, desk: deskId });
}

/**
 * Facts of the event. `municipalityId` is absent without a town, because domain_event derives its town from this key.
 */
function factsOf({ personId, role, municipalityId, deskId }: GrantRoleInput): RoleFacts {
  return { personId, role, ...(municipalityId !== null && { municipalityId }), ...(deskId !== null && { deskId }) };
}

/** SELECT of (person_id, role, desk_id) of all staff of a town; `town` is the SQL expression of the town's id. */
export function staffRolesSql(town: string): string {
  return `select r.person_id, r.role, r.desk_id from role r where r.municipality_id = ${town}`;
}

/** SELECT of (recipient_id, municipality_id, name) of the ties to towns by working there; `name` is null. */
export const staffTiesSql = `
  select r.person_id as recipient_id, r.municipality_id, null::text as name from role r where r.municipality_id is not null`;

/** SELECT of the address of an account; `person` is the SQL expression of its id. */
export function emailOfSql(person: string): string {
  return `select p.email from person p where p.id = ${person}`;
}

/** SELECT of the id of the account with an address; `email` is the SQL expression of the address. */
export function personWithEmailSql(email: string): string {
  return `select p.id from person p where p.email = ${email}`;
}
