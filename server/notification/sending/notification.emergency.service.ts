import type { Context } from '../../kernel/context.ts';
import { noteHostPauses, hostPausesSql } from './notification.hostPause.service.ts';

/** Longest time in minutes for which an emergency delivery stops the lane BULK. */
const mostMinutes = 10;

/** Seconds after which a stopped job of the lane BULK looks again. */
export const pauseSeconds = 3;

/**
 * SQL of the question whether an emergency delivery waits that was not tried yet; `delivery_emergency_index` serves it. Its
 * `due_at` is the time at which it was written.
 */
export const emergencySql = `
select exists (
  select from delivery where lane = 'EMERGENCY' and state = 'PENDING' and attempts = 0
    and due_at > now() - make_interval(mins => ${mostMinutes})) as waits`;

/**
 * Whether the lane BULK has to stop: it fans out no message and starts no delivery. The same statement reads the pauses of
 * hosts, so that a job learns of those that other processes began.
 */
export async function isEmergencyWaiting(ctx: Pick<Context, 'em'>): Promise<boolean> {
  const [row]: { waits: boolean; pauses: string | null }[] = await ctx.em.execute(
    `select (${emergencySql}) as waits, (${hostPausesSql}) as pauses`,
  );
  noteHostPauses(ctx, row?.pauses ?? null);
  return row?.waits === true;
}
