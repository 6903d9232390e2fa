import { defineQueue } from '../../kernel/queue.ts';

/** Job that looks for recipients whom a message did not reach. */
export interface SubstituteJob {
  readonly messageId: string;
  /** True: what failed counts, and nothing else, because the time to accept is not over yet. */
  readonly onlyFailed?: true;
}
export const substituteMessage = defineQueue<SubstituteJob>('notification.substitute');

/** Job that reminds those who have not acknowledged a message. */
export const remindOf = defineQueue<{ readonly messageId: string }>('notification.remind');
