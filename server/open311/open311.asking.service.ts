import type { Context } from '../kernel/context.ts';
import { type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { Handover } from './open311.outgoing.entity.ts';
import { askHandover, type Turn } from './open311.outgoing.events.ts';
import { askEveryMs } from './open311.outgoing.rules.ts';
import { askState, type ForeignState } from './open311.outgoing.service.ts';
import { holdHandover, isOutside, stop } from './open311.sending.service.ts';

/**
 * Asks the other server for the state of a report and stores the answer. The answer moves nothing: the desk gets a note
 * and decides.
 */
export async function askReport(ctx: Context, turn: Turn): Promise<void> {
  const handover = await ctx.em.findOneOrFail(Handover, turn.moveId, { populate: ['server', 'issue'] });
  if (handover.state !== 'SENT' || handover.asks >= turn.turn) return;
  const server = handover.server.getEntity();
  const isOver = server.removedAt != null || !(await isOutside(ctx.em, handover));
  const answer = isOver ? null : await askState(ctx, server, handover);
  await write(ctx, (tx) => settle(tx, turn, isOver, answer));
}

async function settle(tx: Tx, { moveId, turn }: Turn, isOver: boolean, answer: ForeignState | null): Promise<void> {
  const handover = await holdHandover(tx, moveId);
  if (handover.state !== 'SENT' || handover.asks >= turn) return; // another run of the same job was faster
  handover.asks = turn;
  if (isOver) return stop(tx, handover, 'ENDED');
  handover.foreignId = answer?.foreignId ?? handover.foreignId ?? null;
  if (answer !== null) Object.assign(handover, { askedAt: tx.now(), said: answer.notes || null });
  if (answer?.isClosed === true) {
    return stop(tx, handover, 'CLOSED', 'closed', { notes: answer.notes });
  }
  if (tx.now() >= (handover.endsAt ?? tx.now())) return stop(tx, handover, 'ENDED', 'ended');
  const startAfter = new Date(tx.now().getTime() + askEveryMs);
  await enqueue(tx, askHandover, { moveId, turn: turn + 1 }, { startAfter });
}
