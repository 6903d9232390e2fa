import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { modulesChanged } from '../kernel/live/modules.ts';
import { Group } from './group.entity.ts';
import { groupChanged, groupCreated } from './group.events.ts';
import { canManageGroups, type CheckedGroup, type GroupInput, readGroupInput } from './group.rules.ts';
import { findGroup, requireAccess } from './group.service.ts';

export interface CreateGroupInput extends GroupInput {
  readonly municipalityId: string;
  readonly idempotencyKey: string;
}
export interface ChangeGroupInput extends GroupInput {
  readonly groupId: string;
}

/**
 * Creates a group. Errors: UNAUTHENTICATED, FORBIDDEN (admins only), NOT_FOUND (town), NAME_TAKEN and those of
 * `readGroupInput`.
 */
export function createGroup(ctx: Context, input: CreateGroupInput): Promise<Group> {
  return write(ctx, async (tx) => {
    const { municipalityId } = input;
    authorize(canManageGroups(tx.actor, municipalityId));
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Group, claim.id);
    const facts = readGroupInput(input);
    await claimName(tx, municipalityId, facts.name, claim.id);
    const group = tx.em.create(Group, { id: claim.id, municipality: municipalityId, isTown: false, ...facts });
    await tx.em.persist(group).flush();
    await record(tx, groupCreated({ groupId: group.id, municipalityId }));
    return group;
  });
}

/**
 * Replaces all fields of a group; equal fields change nothing. Opening a CLOSED group shows its publications, so only an
 * admin who may read them may do so. Errors: those of `createGroup`, TOWN_STAYS_OPEN and ACCESS_REQUIRED.
 */
export function changeGroup(ctx: Context, input: ChangeGroupInput): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, input.groupId);
    const municipalityId = group.municipality.id;
    authorize(canManageGroups(tx.actor, municipalityId));
    const facts = readGroupInput(input, group);
    if (isSame(group, facts)) return group;
    await claimName(tx, municipalityId, facts.name, group.id);
    const isOtherPolicy = facts.joinPolicy !== group.joinPolicy;
    if (isOtherPolicy && group.joinPolicy === 'CLOSED') await requireAccess(tx, group, 'joinPolicy');
    tx.em.assign(group, facts);
    await tx.em.flush();
    await record(tx, groupChanged({ groupId: group.id, municipalityId }));
    if (isOtherPolicy) modulesChanged(tx); // authorises subscribers again: some may have lost access
    return group;
  });
}

function isSame(group: Group, facts: CheckedGroup): boolean {
  return Object.entries(facts).every(([field, value]) => Reflect.get(group, field) === value);
}

/**
 * Checks that no other group of the town has this name. The town's row is locked, so that of two concurrent groups with
 * one name the second gets a user error instead of a constraint violation; other writes in the town are not blocked.
 * User errors: NAME_TAKEN.
 */
async function claimName(tx: Tx, municipalityId: string, name: string, groupId: string): Promise<void> {
  const towns: unknown[] = await tx.em.execute('select 1 from municipality where id = ? for no key update', [
    municipalityId,
  ]);
  if (towns.length === 0) throw new DomainError('NOT_FOUND');
  const taken: unknown[] = await tx.em.execute(
    'select 1 from "group" where municipality_id = ? and lower(name) = lower(?) and id <> ?',
    [municipalityId, name, groupId],
  );
  if (taken.length === 0) return;
  throw new Refusal({ code: 'NAME_TAKEN', message: 'another group of the town has this name', path: ['name'] });
}
