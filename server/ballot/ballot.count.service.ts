import { on, record, type Tx } from '../kernel/events.ts';
import { Poll, type Question } from '../poll/poll.entity.ts';
import { pollClosed } from '../poll/poll.events.ts';
import { countRunOff } from '../poll/poll.runoff.rules.ts';
import { BallotRoll, Booth } from './ballot.entity.ts';
import { ballotsCounted } from './ballot.events.ts';
import { BoardChain } from './ballot.chain.rules.ts';
import { boardLine, type CastBallot, type PollText, readChoices } from './ballot.rules.ts';

/** Number of ballots that are read per query. */
const chunk = 2000;

/**
 * Counts a secret poll inside the transaction of the close: rewrites ballots and roll in sorted order without the data
 * that could link them, deletes the private keys, stores the counts and records the root of the hash chain in the audit
 * trail.
 */
export const countBallotsAtClose = on(pollClosed, async (tx, { facts: { pollId, municipalityId } }) => {
  const booth = await tx.em.findOne(Booth, pollId, { refresh: true });
  if (booth === null) return; // the poll is not secret or never opened
  const poll = await tx.em.findOneOrFail(Poll, pollId, { populate: ['questions.options'] });
  await fillBoard(tx, pollId);
  await rewriteRoll(tx, pollId);
  const issued = await tx.em.count(BallotRoll, { poll: pollId });
  const eligible = poll.eligibleCount ?? 0;
  const { chain, counts, rankings } = await countBoard(tx, booth);
  const root = chain.end(eligible, issued);
  await emptyInbox(tx, pollId); // last, because casting in other polls waits for the lock
  poll.questions.getItems().forEach((question, i) => {
    question.options.getItems().forEach((option, at) => (option.votes = counts[i]?.[at] ?? 0));
    if (question.kind === 'RANKING') runOff(question, rankings[i] ?? new Map());
  });
  poll.turnout = chain.length;
  Object.assign(booth, { ballotKey: null, receiptKey: null, castCount: chain.length, issuedCount: issued, root });
  await record(tx, ballotsCounted({ pollId, municipalityId, eligible, issued, cast: chain.length, root }));
});

/**
 * Copies the ballots of the poll to the board, ordered by the hash of their keys. No ballot arrives meanwhile, because
 * the close has locked the poll. The table lock serialises closes, because two that have read the inbox would deadlock
 * when they truncate it.
 */
async function fillBoard(tx: Tx, pollId: string): Promise<void> {
  await tx.em.execute('lock table ballot_box.board in share row exclusive mode');
  await tx.em.execute(
    `insert into ballot_box.board (${columns}) select ${columns} from ballot_box.inbox where poll_id = ? order by key_hash`,
    [pollId],
  );
}

/**
 * Truncates the inbox, because deleted rows would stay readable in the table's file for a while. Ballots of other polls
 * are inserted again; the table is locked, so that no ballot arrives in between.
 */
async function emptyInbox(tx: Tx, pollId: string): Promise<void> {
  await tx.em.execute('lock table ballot_box.inbox in access exclusive mode');
  await tx.em.execute(
    'create temporary table other_ballots on commit drop as select * from ballot_box.inbox where poll_id <> ?',
    [pollId],
  );
  await tx.em.execute('truncate ballot_box.inbox');
  await tx.em.execute(
    `insert into ballot_box.inbox (${columns}) select ${columns} from other_ballots order by poll_id, key_hash`,
  );
}

const columns = 'poll_id, key_hash, key, randomizer, token, choices, signature';

async function rewriteRoll(tx: Tx, pollId: string): Promise<void> {
  const kept = 'select poll_id, person_id from ballot_roll where poll_id = ?';
  await tx.em.execute(`create temporary table marked_people on commit drop as ${kept}`, [pollId]);
  await tx.em.nativeDelete(BallotRoll, { poll: pollId });
  const sorted = 'select poll_id, person_id from marked_people order by person_id';
  await tx.em.execute(`insert into ballot_roll (poll_id, person_id) ${sorted}`);
}

/**
 * Counts the run-off of a question. `rankings` has the number of ballots by ranking ("2,0,1", positions of options).
 */
function runOff(question: Question, rankings: ReadonlyMap<string, number>): void {
  const ids = question.options.getItems().map(({ id }) => id);
  const ballots = [...rankings].map(([positions, count]) => ({
    ranked: positions.split(',').flatMap((at) => ids[Number(at)] ?? []),
    count,
  }));
  question.runOff = countRunOff(ids, ballots);
}

interface Count {
  readonly chain: BoardChain;
  /** Votes by question and option; for RANKING first choices. */
  readonly counts: readonly number[][];
  /**
   * Number of ballots by ranking ("2,0,1") for each question; empty for other kinds and if no ballot ranks an option.
   */
  readonly rankings: readonly Map<string, number>[];
}

async function countBoard(tx: Tx, { pollId, text, textHash }: Booth): Promise<Count> {
  const { questions }: PollText = JSON.parse(text);
  const counts = questions.map(({ options }) => options.map(() => 0));
  const rankings = questions.map(() => new Map<string, number>());
  const chain = new BoardChain(textHash);
  for await (const ballot of readBoardBallots(tx, pollId)) {
    chain.add(boardLine(ballot));
    readChoices({ questions }, ballot.choices).forEach((positions, i) => {
      const isRanking = questions[i]?.kind === 'RANKING';
      for (const at of isRanking ? positions.slice(0, 1) : positions)
        if (counts[i]?.[at] !== undefined) counts[i][at] += 1;
      if (isRanking && positions.length > 0)
        rankings[i]?.set(positions.join(','), (rankings[i].get(positions.join(',')) ?? 0) + 1);
    });
  }
  return { chain, counts, rankings };
}

interface BoardRow extends CastBallot {
  readonly keyHash: string;
}

/** Ballots of the board, ordered by the hash of their keys; read in chunks of 2,000. */
export async function* readBoardBallots({ em }: Pick<Tx, 'em'>, pollId: string): AsyncGenerator<CastBallot> {
  for (let after = ''; ;) {
    const rows: BoardRow[] = await em.execute(boardSql, [pollId, after, chunk]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.keyHash;
  }
}

const boardSql = `
select key_hash as "keyHash", key, randomizer, token, choices, signature from ballot_box.board
where poll_id = ? and key_hash > ? order by key_hash limit ?`;
