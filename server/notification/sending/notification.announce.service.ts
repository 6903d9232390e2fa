import type { Context } from '../../kernel/context.ts';
import { announceChanged } from '../../kernel/events.ts';
import { deliveryTopic, sendingTopic } from '../notification.events.ts';

/** Messages whose reports changed, and towns whose messages left. */
interface Changes {
  readonly messageIds: Iterable<string>;
  readonly municipalityIds?: Iterable<string>;
}

/** Announces what changed; nothing if nothing did. */
export async function announceReports(ctx: Context, { messageIds, municipalityIds = [] }: Changes): Promise<void> {
  const messages = [...new Set(messageIds)].map((messageId) => ({ messageId }));
  const towns = [...new Set(municipalityIds)].map((municipalityId) => ({ municipalityId }));
  if (messages.length > 0) await announceChanged(ctx, deliveryTopic, messages);
  if (towns.length > 0) await announceChanged(ctx, sendingTopic, towns);
}

/** Milliseconds between two announcements of a job that the reports of its messages changed. */
const reportMs = 250;
/** Milliseconds between two announcements of a job that messages of its towns left. */
const sendingMs = 1000;

/**
 * Returns a function that takes the ids of messages whose reports changed with a batch of results, and announces them
 * every 250 ms, and the towns of the job every second; without ids it announces what is left.
 */
export function reportsOf(
  ctx: Context,
  municipalityIds: readonly string[],
): (messageIds?: readonly string[]) => Promise<void> {
  const changed = new Set<string>();
  let hasResults = false;
  let reportedAt = -Infinity;
  let townsAt = -Infinity;
  return async (messageIds) => {
    const isEnd = messageIds === undefined;
    hasResults ||= !isEnd;
    for (const id of messageIds ?? []) changed.add(id);
    const now = performance.now();
    if (!isEnd && now < reportedAt + reportMs) return;
    reportedAt = now;
    const all = [...changed];
    changed.clear();
    const areTownsDue = hasResults && (isEnd || now >= townsAt + sendingMs);
    if (areTownsDue) {
      townsAt = now;
      hasResults = false;
    }
    await announceReports(ctx, { messageIds: all, municipalityIds: areTownsDue ? municipalityIds : [] });
  };
}
