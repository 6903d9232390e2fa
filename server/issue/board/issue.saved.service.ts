import { LockMode } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { SavedFilter } from './issue.saved.entity.ts';
import { canSaveFilters, mostFilters, readFilter, readFilterName } from './issue.saved.rules.ts';

/** Filters that the actor has saved in the town, by name. */
export async function listFilters(ctx: Context, municipalityId: string): Promise<SavedFilter[]> {
  authorize(canSaveFilters(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const own = { municipality: municipalityId, person: personId(ctx.actor) };
  return ctx.em.find(SavedFilter, own, { orderBy: { name: 'asc' }, limit: mostFilters });
}

/** A filter of the actor; null for filters of others, and for people who no longer work with the board. */
export async function findFilter(ctx: Context, id: string): Promise<SavedFilter | null> {
  const filter = await ctx.em.findOne(SavedFilter, { id, person: personId(ctx.actor) });
  if (filter === null || !canSaveFilters(ctx.actor, filter.municipality.id).allow) return null;
  await requireModuleIn(ctx, filter.municipality.id, 'ISSUES');
  return filter;
}

export interface SaveFilterInput {
  readonly municipalityId: string;
  readonly name: string;
  readonly query: string;
  readonly idempotencyKey: string;
}

/** Saves a filter for the actor. Refused: NAME_TAKEN, TOO_MANY_FILTERS, TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function saveFilter(ctx: Context, input: SaveFilterInput): Promise<SavedFilter> {
  return write(ctx, async (tx) => {
    const { municipalityId: municipality } = input;
    authorize(canSaveFilters(tx.actor, municipality));
    await requireModuleIn(tx, municipality, 'ISSUES');
    const { id, isReplay } = await claimKey(tx, input.idempotencyKey, input);
    if (isReplay) return tx.em.findOneOrFail(SavedFilter, id);
    const words = readFilter(input);
    const person = await lockOwner(tx);
    if ((await tx.em.count(SavedFilter, { municipality, person })) >= mostFilters) throw refusal('TOO_MANY_FILTERS');
    await requireFreeName(tx, { municipality, person, name: words.name }, id);
    const filter = tx.em.create(SavedFilter, { id, municipality, person, ...words });
    await tx.em.persist(filter).flush();
    return filter;
  });
}

/** Gives a filter of the actor another name. Refused: NAME_TAKEN, TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function renameFilter(ctx: Context, id: string, given: string): Promise<SavedFilter> {
  return write(ctx, async (tx) => {
    const person = await lockOwner(tx);
    const filter = await requireFilter(tx, id);
    const name = readFilterName(given);
    await requireFreeName(tx, { municipality: filter.municipality.id, person, name }, id);
    filter.name = name;
    await tx.em.flush();
    return filter;
  });
}

/** Deletes a filter of the actor. */
export function removeFilter(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    await tx.em.remove(await requireFilter(tx, id)).flush();
  });
}

async function requireFilter(tx: Tx, id: string): Promise<SavedFilter> {
  const filter = await findFilter(tx, id);
  if (filter === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  return filter;
}

/** Locks the account of the actor, so that two requests at the same time cannot exceed the maximum. */
async function lockOwner(tx: Tx): Promise<string> {
  const id = personId(tx.actor);
  if (id === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  await tx.em.findOneOrFail(Person, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return id;
}

interface FilterName {
  readonly municipality: string;
  readonly person: string;
  readonly name: string;
}

async function requireFreeName(tx: Tx, named: FilterName, id: string): Promise<void> {
  if ((await tx.em.count(SavedFilter, { ...named, id: { $ne: id } })) > 0) throw refusal('NAME_TAKEN', 'name');
}
