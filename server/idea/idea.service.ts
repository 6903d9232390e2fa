import { findNamedGroup } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey, isKnownKey } from '../kernel/idempotency.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { Idea, IdeaSupport, IdeaThreshold } from './idea.entity.ts';
import { ideaSubmitted, ideaThresholdSet } from './idea.events.ts';
import { canSubmitIdea, checkThreshold, type IdeaInput, readIdea, defaultThreshold } from './idea.rules.ts';

export interface SubmitIdeaInput extends IdeaInput {
  readonly groupId: string;
  readonly idempotencyKey: string;
}

const ideaRate = { name: 'ideas', points: 5, seconds: 86_400 };

/**
 * Submits an idea, which stays hidden until the town hall opens it; at most 5 per person and day. Its author is the
 * first supporter. Errors: those of `readIdea`, the rate limit, NOT_FOUND.
 */
export async function submitIdea(ctx: Context, input: SubmitIdeaInput): Promise<Idea> {
  authorize(canSubmitIdea(ctx.actor));
  const author = personId(ctx.actor) ?? '';
  const read = readIdea(input);
  if (!(await isKnownKey(ctx, input.idempotencyKey))) await ctx.limits.spend(ideaRate, author);
  return write(ctx, async (tx) => {
    const group = await findNamedGroup(tx, input.groupId);
    const municipalityId = group.municipality.id;
    await requireModuleIn(tx, municipalityId, 'IDEAS');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Idea, claim.id);
    const threshold = await thresholdOf(tx, municipalityId);
    const moments = { createdAt: tx.now(), movedAt: tx.now() };
    const counts = { threshold, supportCount: 1, version: 1 };
    const made = { id: claim.id, municipality: municipalityId, group, author, ...read, ...counts, ...moments };
    const idea = tx.em.create(Idea, { ...made, state: 'SUBMITTED' });
    tx.em.persist([idea, tx.em.create(IdeaSupport, { idea, person: author })]);
    await tx.em.flush();
    await record(tx, ideaSubmitted({ ideaId: idea.id, municipalityId }));
    return idea;
  });
}

/** Number of supporters that a new idea of the town needs. */
export async function thresholdOf({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<number> {
  return (await em.findOne(IdeaThreshold, municipalityId, { refresh: true }))?.supporters ?? defaultThreshold;
}

/**
 * Sets the number of supporters that new ideas need; existing ideas keep their number. Errors: FORBIDDEN, OUT_OF_RANGE.
 */
export function setIdeaThreshold(ctx: Context, municipalityId: string, supporters: number): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  checkThreshold(supporters);
  return write(ctx, async (tx: Tx) => {
    await requireModuleIn(tx, municipalityId, 'IDEAS');
    await tx.em.upsert(IdeaThreshold, { municipality: municipalityId, supporters });
    await record(tx, ideaThresholdSet({ municipalityId, supporters }));
  });
}
