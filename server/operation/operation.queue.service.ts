import type { Context } from '../kernel/context.ts';
import type { QueueState } from './operation.rules.ts';

/** Due jobs of the queues of one domain. */
export interface QueueGroup extends QueueState {
  /** Name of the domain whose queues these are. */
  readonly group: string;
}

/** Due jobs by domain; domains without any have no entry. Jobs of queues that nobody handles any more do not count. */
export async function readQueues({ em, registry }: Pick<Context, 'em' | 'registry'>): Promise<QueueGroup[]> {
  const rows: { group: string; due: number; oldest: Date | string }[] = await em.execute(queuesSql, [
    JSON.stringify([...registry.jobs.keys()]),
  ]);
  return rows.map(({ group, due, oldest }) => ({ group, due, oldestDueAt: new Date(oldest) }));
}

const queuesSql = `
select split_part(j.name, '.', 1) as "group", count(*)::int as due, min(j.start_after) as oldest
from jobs.job_common j
where j.state < 'active' and not j.blocked and j.start_after <= now()
  and j.name in (select json_array_elements_text(?::json))
group by 1 order by 1`;

/** Joins the queues of all domains. */
export function joinQueues(groups: readonly QueueState[]): QueueState {
  const times = groups.flatMap(({ oldestDueAt }) => (oldestDueAt === null ? [] : [oldestDueAt.getTime()]));
  return {
    due: groups.reduce((sum, { due }) => sum + due, 0),
    oldestDueAt: times.length === 0 ? null : new Date(Math.min(...times)),
  };
}
