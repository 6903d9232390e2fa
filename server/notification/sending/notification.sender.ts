import { NIL, v5 } from 'uuid';
import type { Channel, Context } from '../../kernel/context.ts';
import type { Letter } from '../../kernel/message.ts';
import type { Queue } from '../../kernel/queue.ts';
import type { Lane } from '../notification.entity.ts';

/** Part of a channel that writes the content of letters. */
export interface Renderer<Content> extends Pick<Channel, 'name'> {
  /** Content of the letter; written once for all recipients of news with the same language and group. */
  render(ctx: Context, letter: Letter): Promise<Content>;
  /** Text of the content, kept as a proof of messages to many people; it names no recipient. Absent: none is kept. */
  textOf?(letter: Letter, content: Content): string;
}

/** Channel that sends letters to recipients outside the app. */
export interface Sender<Content = unknown, Answer = void> extends Omit<Channel, 'jobs'>, Renderer<Content> {
  /** Number of letters that one job sends at a time; the results of as many others may wait to be stored. */
  readonly slots: number;
  /** Whether a channel that makes noise can also deliver silently; absent: what must not ring waits. */
  readonly canBeSilent?: boolean;
  /** Seconds after the event of a message until which it is sent, by lane; absent: three days. */
  readonly lifetime?: Readonly<Record<Lane, number>>;
  /**
   * True: a receipt follows what was sent (`takeReceipt`); a delivery without one for 72 hours becomes UNKNOWN. Absent:
   * a missing receipt says nothing.
   */
  readonly promisesReceipts?: boolean;
  /** Ids of the messages that the content bundles; absent: the channel has no digests. */
  coversOf?(content: Content): readonly string[] | undefined;
  /** Reads for all letters of a job, in few statements, what `send` needs of each; absent: nothing. */
  readAhead?(ctx: Context, letters: readonly Letter[]): Promise<void>;
  /**
   * Resolves when the next server has accepted the letter, with what the channel keeps of its answer. Throws
   * PermanentFailure if a retry is useless; any other error leads to a retry.
   */
  send(ctx: Context, letter: Letter, content: Content): Promise<Answer>;
  /** Stores answers of the next server in one statement, before the deliveries become SENT; absent: nothing is kept. */
  storeAnswers?(ctx: Context, answers: readonly NonNullable<Answer>[]): Promise<void>;
}

/** Data of a job that sends; the deliveries that it takes carry the same id. */
export interface SendJob {
  readonly claim: string;
}

/** Retries for about three days, because the database may be away for a weekend. */
const patience = { retryLimit: 500, retryDelay: 4, retryDelayMax: 600 };

/**
 * Queue of the jobs of a lane. Each channel and lane has its own, so that a slow one delays no other. The name of the
 * lane BULK has no suffix, because jobs from the time before there were lanes wait in this queue.
 */
export function sendQueue(channel: string, lane: Lane): Queue<SendJob> {
  return { name: `notification.send.${channel}${lane === 'BULK' ? '' : `.${lane}`}`, patience };
}

/** Claim of a job; a job from the time before there were lanes names one delivery instead. */
export function claimOf(job: Partial<SendJob>): string {
  return job.claim ?? v5(JSON.stringify(job), NIL);
}
