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
import { canGrantRole, canRevokeRole, isRoleComplete } from './identity.rules.ts';
import { shortenSessions } from './identity.session.ts';

/** What a person may know about their own account. */
export interface Viewer {
  readonly id: string;
  readonly email: string;
  readonly locale: string;
  readonly roles: readonly RoleGrant[];
  /** What this session has proven. */
  readonly assurance: Assurance;
  /** The highest level ever proven for the account, and when last. */
  readonly provenLevel: AssuranceLevel;
  readonly provenAt: Date | null;
}
export interface PersonInput {
  /** As readEmail() gives it. */
  readonly email: string;
  readonly locale: string;
  /** For staff: what colleagues see. */
  readonly displayName?: string;
}
export interface GrantRoleInput extends RoleGrant {
  readonly personId: string;
}

/** Of all that one request asks about at once in one statement; what of it is told is for the caller to say. */
export const personById = rowById(rowsOf(Person));

export async function findViewer(ctx: Context): Promise<Viewer | null> {
  return ctx.actor.kind === 'person' ? readViewer(ctx, ctx.actor.id, ctx.actor.assurance) : null;
}

/** The viewer by the id of the account; null: somebody else's account. */
export async function findOwnAccount(ctx: Context, id: string): Promise<Viewer | null> {
  return personId(ctx.actor) === id ? findViewer(ctx) : null;
}

/** Most roles of one person that are listed. */
const mostRoles = 300;

/** Read anew: right after signing in the request's actor is still nobody. */
export async function readViewer(ctx: Context, personId: string, proven?: Assurance): Promise<Viewer> {
  const person = await ctx.em.findOneOrFail(Person, personId);
  const { id, email, locale, assurance: provenLevel, provenAt = null } = person;
  const assurance = proven ?? { level: 'BASIC', method: 'EMAIL', provenAt: ctx.now() };
  return { id, email, locale, roles: (await findRoles(ctx, id)).slice(0, mostRoles), assurance, provenLevel, provenAt };
}

/** In which language mails come, and of a text that is there in several which one. Refused: UNKNOWN_LOCALE. */
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

export async function findRoles(ctx: Context, personId: string): Promise<RoleGrant[]> {
  const roles = await ctx.em.find(Role, { person: personId }, { orderBy: { id: 'asc' } });
  return roles.map(({ role, municipality, desk }) => ({
    role,
    municipalityId: municipality?.id ?? null,
    deskId: desk?.id ?? null,
  }));
}

/** The viewer's roles in one town. */
export function listViewerRoles({ actor }: Context, municipalityId: string): readonly RoleGrant[] {
  return actor.kind === 'person' ? actor.roles.filter((grant) => grant.municipalityId === municipalityId) : [];
}

/** The account of this address, made if it is new; returns its id. */
export async function ensurePerson(tx: Tx, { email, locale, displayName = undefined }: PersonInput): Promise<string> {
  const made: { id: string }[] = await tx.em.execute(
    `insert into person (id, email, locale, display_name) values (?, ?, ?, ?)
     on conflict (email) do nothing returning id`,
    [v7(), email, locale, displayName ?? null],
  );
  if (made[0] === undefined) return (await tx.em.findOneOrFail(Person, { email })).id;
  await record(tx, personRegistered({ personId: made[0].id }));
  return made[0].id;
}

/** Appoints somebody; their open pages change within seconds. Granting twice changes nothing. */
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

/** Takes a role back; taking back what is not there changes nothing. Refused: LAST_ADMIN. */
export function revokeRole(ctx: Context, input: GrantRoleInput): Promise<void> {
  return write(ctx, async (tx) => {
    authorize(canGrantRole(tx.actor, input));
    const known = await findRole(tx, input);
    if (known === null) return;
    authorize(canRevokeRole(tx.actor, input, await countAdmins(tx, input)), ['role']);
    await tx.em.remove(known).flush();
    await record(tx, roleRevoked(factsOf(input)));
    accessChanged(tx, input.personId);
  });
}

/** Their rows are locked, so that two admins cannot take each other's role away at once. */
async function countAdmins(tx: Tx, { municipalityId }: GrantRoleInput): Promise<number> {
  const admins: unknown[] = await tx.em.execute(
    `select id from role where municipality_id = ? and role = 'ADMIN' order by id for update`,
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

/** The person's row is locked, so that two equal appointments make one role. */
async function findRole(tx: Tx, { personId, role, municipalityId, deskId }: GrantRoleInput): Promise<Role | null> {
  const person = await tx.em.findOne(Person, personId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (person === null) throw new DomainError('NOT_FOUND');
  return tx.em.findOne(Role, { person: personId, role, municipality: municipalityId, desk: deskId });
}

/** domain_event knows towns by this key, so it is absent where there is none. */
function factsOf({ personId, role, municipalityId, deskId }: GrantRoleInput): RoleFacts {
  return { personId, role, ...(municipalityId !== null && { municipalityId }), ...(deskId !== null && { deskId }) };
}

/** SELECT of (person_id, role, desk_id) of everybody who works in a town hall; `town` is the SQL expression of its id. */
export function staffRolesSql(town: string): string {
  return `select r.person_id, r.role, r.desk_id from role r where r.municipality_id = ${town}`;
}

/** SELECT of the address of an account; `person` is the SQL expression of its id. */
export function emailOfSql(person: string): string {
  return `select p.email from person p where p.id = ${person}`;
}

/** SELECT of the id of the account with an address; `email` is the SQL expression of the address. */
export function personWithEmailSql(email: string): string {
  return `select p.id from person p where p.email = ${email}`;
}
