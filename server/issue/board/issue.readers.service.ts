import { Person } from '../../identity/identity.entity.ts';
import { personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { announce, write } from '../../kernel/events.ts';
import { topicKey } from '../../kernel/live/topic.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { canMarkReading } from '../issue.audience.rules.ts';
import { Issue } from '../issue.entity.ts';
import { issueReadersTopic, type Reading } from '../issue.events.ts';
import { placed } from '../issue.service.ts';

/** Milliseconds until a mark expires; the web app renews it three times in this period. */
const stayMs = 60_000;

/**
 * Marks that the actor has this issue open, or closed it. Each person reads one issue at a time, the one opened last.
 */
export async function markReading(ctx: Context, issueId: string, isReading: boolean): Promise<void> {
  const who = personId(ctx.actor);
  if (who === null) throw new DomainError(strangersCode(ctx.actor));
  const issue = await ctx.em.findOne(Issue, issueId);
  if (issue === null) throw new DomainError('NOT_FOUND');
  const municipalityId = issue.municipality.id;
  authorize(canMarkReading(ctx.actor, placed(issue)));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const room = topicKey(issueReadersTopic, { municipalityId });
  const at = { who, place: issueId };
  if (isReading) await ctx.presence.enter(room, at, await readingOf(ctx, issueId, who), stayMs);
  else await ctx.presence.leave(room, at);
  await write(ctx, (tx) => {
    announce(tx, issueReadersTopic, { municipalityId });
    return Promise.resolve();
  });
}

async function readingOf(ctx: Context, issueId: string, who: string): Promise<Reading> {
  const { displayName } = await ctx.em.findOneOrFail(Person, who);
  return { issueId, name: displayName ?? null };
}
