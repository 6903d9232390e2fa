import type { Context } from '../kernel/context.ts';
import type { TodayContribution } from '../kernel/today.ts';
import { listEndingPolls } from './poll.open.service.ts';
import { PollType } from './poll.types.ts';

/** Polls that end within this time belong to the entries of today. */
const soonMs = 48 * 3_600_000;

export const pollToday: TodayContribution<Context> = {
  kind: 'POLL_ENDS',
  description: 'An open poll ends within 48 hours.',
  type: PollType,
  typeName: 'Poll',
  module: 'POLLS',
  scope: 'polls:read',
  list: async (ctx, { id }, limit) => {
    const polls = await listEndingPolls(ctx, id, new Date(ctx.now().getTime() + soonMs));
    return polls.slice(0, limit).map((subject) => ({ at: subject.closesAt, subject }));
  },
};
