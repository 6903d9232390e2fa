import type { Context } from '../../kernel/context.ts';
import { announceChanged } from '../../kernel/events.ts';
import { deliveryTopic } from '../notification.events.ts';

/** Announces that the reports of these messages changed. */
export async function announceReports(ctx: Context, messageIds: ReadonlySet<string>): Promise<void> {
  const all = [...messageIds].map((messageId) => ({ messageId }));
  await announceChanged(ctx, deliveryTopic, all);
}

/** Milliseconds between two announcements of a job that the reports of its messages changed. */
const reportMs = 250;

/**
 * Returns a function that takes the ids of messages whose reports change and announces them, but not more often than every
 * 250 ms; without ids it announces what is left.
 */
export function reportsOf(ctx: Context): (messageIds?: readonly string[]) => Promise<void> {
  const changed = new Set<string>();
  let toldAt = -Infinity;
  return async (messageIds) => {
    for (const id of messageIds ?? []) changed.add(id);
    const now = performance.now();
    if (messageIds !== undefined && now < toldAt + reportMs) return;
    toldAt = now;
    const all = new Set(changed);
    changed.clear();
    await announceReports(ctx, all);
  };
}
