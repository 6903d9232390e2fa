import { defineTopic } from '../../kernel/live/topic.ts';
import { deliveryTopic, type MessageFacts } from '../notification.events.ts';
import { type Progress, readProgress } from './notification.progress.service.ts';
import { findMessage, findReport } from './notification.report.service.ts';

/** Numbers of a delivery report, with the position of this state. */
export type ProgressState = Progress & { readonly cursor: string };

/** Deliveries of a message change in batches of many, so versions within a quarter of a second are sent as one. */
export const deliveryStream = defineTopic({
  ...deliveryTopic,
  kind: 'state',
  conflateMs: 250,
  audience: async (ctx, { messageId }: MessageFacts) => {
    await findReport(ctx, messageId);
    return 'reader' as const;
  },
  read: async (ctx, { messageId }, _audience, { cursor }): Promise<ProgressState> => ({
    ...(await readProgress(ctx, await findMessage(ctx, messageId))),
    cursor,
  }),
});
