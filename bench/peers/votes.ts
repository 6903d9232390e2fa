import { Redis } from 'ioredis';
import { pool } from './people.ts';
import { setting } from './schema.ts';

interface Vote {
  readonly pollId: string;
  readonly personId: string;
  readonly optionIds: readonly string[];
}
interface Outcome {
  readonly reason: string | null;
  readonly topics?: readonly (readonly [topic: string, version: number])[] | null;
}
/** Writes a vote; resolves to null when it is counted, otherwise to the code of the refusal. */
export type CastVote = (vote: Vote) => Promise<string | null>;

const redis = new Redis(setting('REDIS_URL'));

/** Group commit and the statement of the product, so that a peer does not lose because of worse SQL. */
function batchedVotes(): CastVote {
  const text = setting('CAST_VOTES_SQL');
  const write = batched(async (votes: Vote[]) => {
    const values = [JSON.stringify(votes.map((vote, n) => ({ ...vote, n })))];
    const { rows } = await pool.query<Outcome>({ name: 'votes', text, values });
    for (const [topic, version] of rows[0]?.topics ?? []) void redis.publish(topic, JSON.stringify({ topic, version }));
    return rows;
  });
  return async (vote) => (await write(vote)).reason;
}

const insertSql = `insert into ballot (poll_id, person_id, option_ids) values ($1, $2, $3::uuid[]) on conflict do nothing`;
const countSql = `select o.id, count(b.person_id)::int as votes from poll_option o
  join question q on q.id = o.question_id left join ballot b on b.poll_id = q.poll_id and o.id = any(b.option_ids)
  where q.poll_id = $1 group by o.id`;

/** Votes as tutorials do it: insert, count again, publish, for every single vote. */
async function naiveVote({ pollId, personId, optionIds }: Vote): Promise<string | null> {
  const { rowCount } = await pool.query({ name: 'insert', text: insertSql, values: [pollId, personId, optionIds] });
  const { rows } = await pool.query({ name: 'count', text: countSql, values: [pollId] });
  await redis.publish(`pollResults:${pollId}`, JSON.stringify(rows));
  return rowCount === 1 ? null : 'VOTE_IS_FINAL';
}

export function voteWriter(): CastVote {
  return process.env.VOTES === 'naive' ? naiveVote : batchedVotes();
}

/** Group commit: items that arrive while a batch runs go into the next batch. */
function batched<In, Out>(run: (items: In[]) => Promise<Out[]>): (item: In) => Promise<Out> {
  let queue: { item: In; done: (out: Out) => void; fail: (error: unknown) => void }[] = [];
  let isRunning = false;
  return (item) =>
    new Promise((done, fail) => {
      queue.push({ item, done, fail });
      if (!isRunning) void drain();
    });

  async function drain(): Promise<void> {
    isRunning = true;
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = queue.slice(0, 1000);
      queue = queue.slice(1000);
      try {
        const outs = await run(batch.map(({ item }) => item));
        batch.forEach(({ done }, n) => {
          done(outs[n] as Out);
        });
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    isRunning = false;
  }
}
