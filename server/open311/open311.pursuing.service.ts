import { Issue } from '../issue/issue.entity.ts';
import { seenAs } from '../issue/issue.reading.service.ts';
import { holdIssue } from '../issue/issue.service.ts';
import { actorId, system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { askReport } from './open311.asking.service.ts';
import { Handover } from './open311.outgoing.entity.ts';
import type { Turn } from './open311.outgoing.events.ts';
import { canSeeServers } from './open311.outgoing.rules.ts';
import { holdHandover, isOutside, mayLeave, sendReport } from './open311.sending.service.ts';

const pursuingRate = { name: 'handover-pursuing', points: 60, seconds: 3600 };
/** Longest duration of a try in milliseconds; no second try starts before. */
const longestTryMs = 60_000;

/**
 * Polls the state or repeats the try now instead of later; if the report may have arrived, it is searched for first.
 * Refused: HANDOVER_IS_OVER, UNKNOWN_SERVER; RATE_LIMITED above the rate.
 */
export async function pursueHandover(ctx: Context, issueId: string): Promise<Issue> {
  await ctx.limits.spend(pursuingRate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  const due = await write(ctx, (tx) => findDue(tx, issueId));
  const itself = forkContext(ctx, system);
  if (due !== null) await (due.isThere ? askReport(itself, due.turn) : sendReport(itself, due.turn));
  return seenAs(await ctx.em.findOneOrFail(Issue, issueId), 'staff');
}

/** Turn that is due; null: a try is running or will run soon. */
async function findDue(tx: Tx, issueId: string): Promise<{ isThere: boolean; turn: Turn } | null> {
  const { issue, standing } = await holdIssue(tx, { issueId });
  authorize(canSeeServers(tx.actor, issue.municipality.id));
  if (!standing.isStaff) throw new DomainError('FORBIDDEN');
  const last = await tx.em.findOne(Handover, { issue: issueId }, { orderBy: { move: 'desc' } });
  if (last === null) throw refusal('HANDOVER_IS_OVER');
  const moveId = last.move.id;
  const handover = await holdHandover(tx, moveId);
  const goesOn = handover.state === 'SENT' ? await isOutside(tx.em, handover) : await mayLeave(tx, handover);
  if (!goesOn) throw refusal('HANDOVER_IS_OVER');
  if (handover.server.getEntity().removedAt != null) throw refusal('UNKNOWN_SERVER');
  const { state, tries, asks, tryingSince } = handover;
  if (state === 'SENT') return { isThere: true, turn: { moveId, turn: asks + 1 } };
  if (state === 'CLOSED' || state === 'ENDED') throw refusal('HANDOVER_IS_OVER');
  const isTrying = tryingSince != null && tx.now().getTime() - tryingSince.getTime() < longestTryMs;
  if (tries === 0 || isTrying) return null;
  if (state === 'REFUSED' || state === 'FAILED') handover.state = 'WAITING';
  if (state === 'UNCLEAR') handover.state = 'SENDING';
  await tx.em.flush();
  // A number above that of the waiting job, so that the waiting job does nothing.
  return { isThere: false, turn: { moveId, turn: tries + 2 } };
}
