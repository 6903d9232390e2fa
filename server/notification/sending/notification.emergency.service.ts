import type { Context } from '../../kernel/context.ts';
import { spreadEmergency } from '../notification.events.ts';
import { noteHostPauses, hostPausesSql } from './notification.hostPause.service.ts';

/** Longest time in minutes for which an emergency delivery stops the lane BULK. */
const mostMinutes = 10;

/**
 * Seconds after which a stopped job of the lane BULK looks again. Thousands of waiting messages have a hundred jobs, whose
 * questions take time from the emergency messages.
 */
export const pauseSeconds = 30;

/** Deliveries that were not tried yet; `delivery_emergency_index` serves the question. Their `due_at` is the time of writing. */
const untriedSql = `
select from delivery where lane = 'EMERGENCY' and state = 'PENDING' and attempts = 0
  and due_at > now() - make_interval(mins => ${mostMinutes})`;

/** Due jobs that fan out an emergency message and have not started; an index of the job queue serves the question. */
const unspreadSql = `
select from jobs.job_common where name = '${spreadEmergency.name}' and state < 'active' and not blocked
  and start_after <= now() and created_on > now() - make_interval(mins => ${mostMinutes})`;

/** SQL of the question whether an emergency message has recipients for whom nothing was tried yet. */
export const emergencySql = `select exists (${untriedSql}) or exists (${unspreadSql}) as waits`;

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
