import type { RoleGrant, RoleKind } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { readEmail } from '../kernel/email.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { Role } from './identity.entity.ts';
import { personNamed } from './identity.events.ts';
import { ensurePerson, grantRole, revokeRole } from './identity.person.service.ts';
import { canGrantRole, isPresent, nameLengths } from './identity.rules.ts';

/** Role with the time of its grant; null: unknown. */
export interface StaffRole extends RoleGrant {
  readonly grantedAt: Date | null;
}
/** Person who works in a town hall, with the roles in this town. */
export interface StaffMember {
  readonly personId: string;
  readonly name: string | null;
  readonly email: string;
  readonly roles: readonly StaffRole[];
}
export interface AppointmentInput {
  readonly municipalityId: string;
  readonly email: string;
  readonly role: RoleKind;
  readonly deskId?: string | null;
  /** Function or name that colleagues and readers see; absent: unchanged. */
  readonly name?: string | null;
}
export interface DismissalInput {
  readonly municipalityId: string;
  readonly personId: string;
  readonly role: RoleKind;
  readonly deskId?: string | null;
}

/** Maximum number of listed roles; more than any town hall is expected to have. */
const mostStaff = 300;

/** Staff of a town, ordered by e-mail address. Errors: UNAUTHENTICATED, FORBIDDEN (admins only). */
export async function listStaff(ctx: Context, municipalityId: string): Promise<StaffMember[]> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return readStaff(ctx, { municipality: municipalityId });
}

/**
 * Grants a role to the account with this e-mail address. A missing account is created, so that the response does not
 * reveal whether one exists. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_EMAIL, TOO_SHORT, TOO_LONG,
 * INCOMPLETE_ROLE, UNKNOWN_DESK, SIGN_IN_AGAIN.
 */
export function appointStaff(ctx: Context, input: AppointmentInput): Promise<StaffMember> {
  return write(ctx, async (tx) => {
    const { municipalityId, role, deskId = null } = input;
    authorize(canGrantRole(tx.actor, { role, municipalityId, deskId }));
    authorize(isPresent(tx.actor, tx.now()));
    await requireTown(tx, municipalityId);
    const { email, name } = readAppointment(input);
    const personId = await ensurePerson(tx, { email, locale: 'de', ...(name !== null && { displayName: name }) });
    await grantRole(tx, { personId, role, municipalityId, deskId });
    if (name !== null) await nameStaff(tx, personId, municipalityId, name);
    return requireMember(await readStaff(tx, { municipality: municipalityId, person: personId }));
  });
}

/** Revokes a role, with immediate effect on open connections; returns the remaining staff. Errors: as `revokeRole`, SIGN_IN_AGAIN. */
export function dismissStaff(ctx: Context, input: DismissalInput): Promise<StaffMember[]> {
  return write(ctx, async (tx) => {
    const { municipalityId, personId, role, deskId = null } = input;
    authorize(canGrantRole(tx.actor, { role, municipalityId, deskId }));
    authorize(isPresent(tx.actor, tx.now()));
    await revokeRole(tx, { personId, role, municipalityId, deskId });
    return readStaff(tx, { municipality: municipalityId });
  });
}

function readAppointment(input: AppointmentInput): { email: string; name: string | null } {
  const check = new InputCheck();
  const email = readEmail(input.email);
  check.require(email !== undefined, 'BAD_EMAIL', 'not an e-mail address', 'email');
  const given = input.name?.trim() ?? '';
  const name = given === '' ? null : check.text(given, nameLengths, 'name');
  check.done();
  return { email: email ?? '', name };
}

/** Sets the displayed name, unless the person also has a role elsewhere, whose name must not change. */
async function nameStaff(tx: Tx, personId: string, municipalityId: string, name: string): Promise<void> {
  const changed: unknown[] = await tx.em.execute(
    `update person set display_name = ? where id = ? and display_name is distinct from ?
     and not exists (select 1 from role where person_id = person.id and municipality_id is distinct from ?)
     returning id`,
    [name, personId, name, municipalityId],
  );
  if (changed.length > 0) await record(tx, personNamed({ personId, municipalityId }));
}

async function requireTown({ em }: Tx, municipalityId: string): Promise<void> {
  const known = await em.count(Municipality, { id: municipalityId, isOnPlatform: true });
  if (known === 0) throw new DomainError('NOT_FOUND');
}

/** Staff with the roles that `where` selects; a list of all leaves out people whose accounts are about to be erased. */
export async function readStaff(
  { em }: Context,
  where: { municipality: string; person?: string },
): Promise<StaffMember[]> {
  const staying = where.person === undefined ? { person: { erasesAt: null } } : {};
  const roles = await em.find(
    Role,
    { ...where, ...staying },
    {
      orderBy: { person: { email: 'asc' }, id: 'asc' },
      populate: ['person', 'desk'],
      limit: mostStaff,
      refresh: true,
    },
  );
  const staff = new Map<string, StaffMember & { roles: StaffRole[] }>();
  for (const { person, role, municipality, desk, grantedAt = null } of roles) {
    const { id, email, displayName } = person.getEntity();
    const member = staff.get(id) ?? { personId: id, name: displayName ?? null, email, roles: [] };
    member.roles.push({ role, municipalityId: municipality?.id ?? null, deskId: desk?.id ?? null, grantedAt });
    staff.set(id, member);
  }
  return [...staff.values()];
}

function requireMember([member]: readonly StaffMember[]): StaffMember {
  if (member === undefined) throw new DomainError('NOT_FOUND');
  return member;
}

/**
 * SELECT of (is_staff, name) for a person who works or once worked in the town hall; no row for all other people. The
 * e-mail address replaces a missing name only while the person works there. `person` and `town` are SQL expressions of
 * ids.
 */
export function staffMemberSql(person: string, town: string): string {
  return `
    select true as is_staff, case when role.is_now then coalesce(p.display_name, p.email) else p.display_name end as name
    from person p cross join lateral (
      select exists (select 1 from role r where r.person_id = p.id and r.municipality_id = ${town}) as is_now
    ) role
    where p.id = ${person} and (role.is_now or exists (
      select 1 from domain_event g where g.municipality_id = ${town} and g.type = 'identity.roleGranted'
      and g.facts->>'personId' = p.id::text))`;
}
