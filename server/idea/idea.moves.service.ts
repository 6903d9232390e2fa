import { LockMode } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal, sentence } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { CouncilTask, Idea } from './idea.entity.ts';
import { ideaMoved } from './idea.events.ts';
import { findIdea } from './idea.reading.service.ts';
import { canManageIdeas, type MoveInput, movesOf, readMove } from './idea.rules.ts';

export interface MoveIdeaInput extends MoveInput {
  readonly ideaId: string;
  /** Version of the idea that the move is based on. */
  readonly version: number;
}

/**
 * Moves an idea to another state: by editors and admins, or WITHDRAWN by its author. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND, ILLEGAL_MOVE, CONFLICT with the current idea, and those of `readMove`.
 */
export function moveIdea(ctx: Context, input: MoveIdeaInput): Promise<Idea> {
  return write(ctx, async (tx) => {
    const seen = await findIdea(tx, input.ideaId);
    const municipalityId = seen.municipality.id;
    if (input.to !== 'WITHDRAWN') authorize(canManageIdeas(tx.actor, municipalityId));
    else if (tx.actor.kind !== 'person') throw new DomainError('UNAUTHENTICATED');
    const idea = await tx.em.findOneOrFail(Idea, seen.id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (idea.version !== input.version) throw refuse('CONFLICT', 'version', { idea });
    if (!movesOf(tx.actor, idea).includes(input.to)) throw refuse('ILLEGAL_MOVE', 'to');
    const said = readMove(input);
    const from = idea.state;
    Object.assign(idea, said, { state: input.to, movedAt: tx.now(), version: idea.version + 1 });
    if (input.to === 'OPEN') idea.openedAt = tx.now();
    if (['ON_AGENDA', 'DECIDED', 'DECLINED', 'WITHDRAWN'].includes(input.to))
      await tx.em.nativeUpdate(CouncilTask, { idea: idea.id, doneAt: null }, { doneAt: tx.now() });
    await record(tx, ideaMoved({ ideaId: idea.id, municipalityId, from, to: input.to }));
    return idea;
  });
}

function refuse(code: UserErrorCode, field: string, data = {}): Refusal {
  return new Refusal({ code, message: sentence(code), path: [field] }, data);
}
