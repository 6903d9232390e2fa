import { publish } from '../../faults/harness/posts.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { becomesIdle } from './cpu.ts';
import type { Server } from './servers.ts';
import type { Stage } from './stage.ts';

/** Number of posts that fill a backlog; more than five, because sending begins while they are fanned out. */
const posts = 8;
const patienceMs = 600_000;

/** Mails of posts to a group that wait while something urgent is sent. */
export interface Backlog {
  readonly stage: Stage;
  readonly worker: Server;
  /** Group of the people who get the posts. */
  readonly groupId: string;
  /** Number of mails that must wait. */
  readonly size: number;
}

/** Publishes posts until enough mails wait. */
export async function fillBacklog({ stage, groupId, size }: Backlog): Promise<void> {
  for (let n = 1; n <= posts; n++)
    await publish(stage.writingServer.port, stage.town.admin, groupId, `Meldung ${n} an alle`);
  const isFull = async (): Promise<boolean> => (await countWaiting(stage)) >= size;
  if (!(await becomesTrue(isFull, patienceMs, 50))) throw new Error('the backlog was sent before it was full');
}

/** Number of mails of posts that wait. */
export async function countWaiting({ postgres, database }: Stage): Promise<number> {
  const [row] = await postgres.rows<{ n: number }>(
    database,
    `select count(*)::int as n from delivery where channel = 'EMAIL' and lane = 'BULK' and state = 'PENDING'`,
  );
  return row?.n ?? 0;
}

/** Cancels what is left of the backlog, which takes minutes to send and is measured by the job `delivery`. */
export async function dropBacklog({ stage: { postgres, database }, worker }: Backlog): Promise<void> {
  await postgres.execute(
    database,
    `delete from jobs.job_common where name = 'notification.send.EMAIL' and state < 'active';
     update delivery set state = 'CANCELLED' where lane = 'BULK' and state = 'PENDING'`,
  );
  await becomesIdle(worker.pid);
}
