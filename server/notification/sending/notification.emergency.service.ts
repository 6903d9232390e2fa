import type { Context } from '../../kernel/context.ts';
import { spreadEmergency } from '../notification.events.ts';
import { noteHostPauses, hostPausesSql } from './notification.hostPause.service.ts';

/** Longest time in minutes for which an emergency delivery stops the lane BULK. */
const mostMinutes = 10;

/** Bounds in seconds of the pause of a stopped job of the lane BULK, and the emergency deliveries that leave in a second. */
const pause = { least: 3, most: 30, perSecond: 300 };

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

/** Emergency deliveries that wait, counted up to those of the longest pause. */
const countSql = `
select count(*)::int from (${untriedSql} limit ${pause.most * pause.perSecond}) d`;

/**
 * Seconds for which the lane BULK has to stop, because an emergency message waits: it fans out no message and starts no
 * delivery. Undefined: it need not. The more deliveries wait, the longer the pause, because hundreds of stopped jobs that
 * look again take time from the emergency. The same statement reads the pauses of hosts, so that a job learns of those that
 * other processes began.
 */
export async function readPause(ctx: Pick<Context, 'em'>): Promise<number | undefined> {
  const [row]: { waits: boolean; count: number; pauses: string | null }[] = await ctx.em.execute(
    `select (${emergencySql}) as waits, (${countSql}) as count, (${hostPausesSql}) as pauses`,
  );
  noteHostPauses(ctx, row?.pauses ?? null);
  if (row?.waits !== true) return undefined;
  return Math.max(pause.least, Math.ceil(row.count / pause.perSecond));
}
