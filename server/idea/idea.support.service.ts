import { LockMode } from '@mikro-orm/core';
import { personId, system } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { CouncilTask, Idea } from './idea.entity.ts';
import { ideaReached, ideaSupportMoved } from './idea.events.ts';
import { findIdea } from './idea.reading.service.ts';
import { canSupportIdea } from './idea.rules.ts';

/**
 * Adds or withdraws the actor's support; idempotent. The row of the idea is locked, so that the counter matches the
 * rows and exactly one of many concurrent calls reaches the threshold. Errors: UNAUTHENTICATED, NOT_FOUND,
 * IDEA_NOT_OPEN.
 */
export function setSupport(ctx: Context, ideaId: string, isOn: boolean): Promise<Idea> {
  return write(ctx, async (tx) => {
    await findIdea(tx, ideaId);
    const idea = await tx.em.findOneOrFail(Idea, ideaId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    authorize(canSupportIdea(tx.actor, idea));
    const changed: unknown[] = await tx.em.execute(isOn ? addSql : removeSql, [ideaId, personId(tx.actor)]);
    if (changed.length === 0) return idea;
    idea.supportCount += isOn ? 1 : -1;
    const facts = { ideaId, municipalityId: idea.municipality.id };
    const nobody: Tx = { ...tx, actor: system }; // events name no supporter, because they outlive a withdrawn support
    await record(nobody, ideaSupportMoved(facts));
    if (idea.reachedAt != null || idea.supportCount < idea.threshold) return idea;
    idea.reachedAt = tx.now();
    tx.em.persist(tx.em.create(CouncilTask, { idea, municipality: idea.municipality, createdAt: tx.now() }));
    await record(nobody, ideaReached(facts));
    return idea;
  });
}

const addSql = `
insert into idea_support (idea_id, person_id) values (?, ?) on conflict do nothing returning idea_id`;
const removeSql = 'delete from idea_support where idea_id = ? and person_id = ? returning idea_id';
