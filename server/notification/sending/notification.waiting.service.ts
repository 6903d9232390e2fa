import type { Context } from '../../kernel/context.ts';

/** Number of deliveries of a channel in a state that is not final. */
export interface WaitingDeliveries {
  readonly channel: string;
  readonly state: 'PENDING' | 'HELD' | 'SENDING';
  readonly count: number;
}

/** Counts the deliveries that have not left, by channel and state; each part is served by an index of its own. */
export function countWaiting({ em }: Pick<Context, 'em'>): Promise<WaitingDeliveries[]> {
  return em.execute(
    (['PENDING', 'HELD', 'SENDING'] as const)
      .map(
        (state) =>
          `select channel, '${state}' as state, count(*)::int as count from delivery where state = '${state}' group by channel`,
      )
      .join(' union all '),
  );
}
