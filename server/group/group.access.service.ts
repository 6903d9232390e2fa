import { personId, system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { enqueue, enqueueAgain, handle } from '../kernel/jobs.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import { accessHours, canSeeAccesses, canTakeAccess, readAccessReason } from './group.access.rules.ts';
import { type Group, GroupAccess, type GroupRow } from './group.entity.ts';
import { accessTaken, endAccess } from './group.events.ts';
import { findGroup, standingIn } from './group.service.ts';

export interface TakeAccessInput {
  readonly groupId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Maximum number of listed accesses of one group. */
const accessesShown = 50;

/**
 * Lets an admin read the publications of a CLOSED group for 8 hours by the database's clock. The reason and the end are
 * stored and shown to the members and in the audit trail. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * ACCESS_NOT_NEEDED, SIGN_IN_AGAIN, TOO_SHORT, TOO_LONG, BAD_CHARACTERS.
 */
export function takeGroupAccess(ctx: Context, { idempotencyKey, ...input }: TakeAccessInput): Promise<Group> {
  return write(ctx, async (tx) => {
    const { groupId } = input;
    const group = await findGroup(tx, groupId);
    authorize(canTakeAccess(tx.actor, group, await standingIn(tx, groupId), tx.now()));
    const reason = readAccessReason(input.reason);
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return group;
    const person = personId(tx.actor);
    if (person === null) throw new DomainError('UNAUTHENTICATED');
    await tx.em.execute(takeSql, [claim.id, groupId, person, reason, accessHours]);
    const access = await tx.em.findOneOrFail(GroupAccess, claim.id);
    await record(tx, accessTaken({ groupId, municipalityId: group.municipality.id, accessId: access.id }));
    await enqueue(tx, endAccess, { accessId: access.id }, { startAfter: access.expiresAt });
    accessChanged(tx, person);
    return group;
  });
}

const takeSql = `
insert into group_access (id, group_id, person_id, reason, taken_at, expires_at)
values (?, ?, ?, ?, now(), now() + make_interval(hours => ?))`;

/** Accesses to a group, also ended ones, newest first, at most 50. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function listAccesses(ctx: Context, group: GroupRow): Promise<GroupAccess[]> {
  authorize(canSeeAccesses(ctx.actor, group, await standingIn(ctx, group.id)));
  return ctx.em.find(
    GroupAccess,
    { group: group.id },
    { limit: accessesShown, orderBy: [{ takenAt: 'desc' }, { id: 'desc' }], populate: ['person'] },
  );
}

/** Authorises the subscriptions of an admin again when the access has ended, so that they end too. */
export const endAccessJob = handle(endAccess, async (services, { accessId }) => {
  const ctx = forkContext(services, system);
  await write(ctx, async (tx) => {
    const access = await tx.em.findOne(GroupAccess, accessId);
    if (access === null) return;
    const rows: { isOver: boolean }[] = await tx.em.execute('select ?::timestamptz <= now() as "isOver"', [
      access.expiresAt.toISOString(),
    ]);
    if (rows[0]?.isOver === true) accessChanged(tx, access.person.id);
    else await enqueueAgain(tx, endAccess, { accessId }, access.expiresAt); // the clock of this process is ahead
  });
});
