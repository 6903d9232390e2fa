import { on, record, type Tx } from '../kernel/events.ts';
import { Poll, type Question } from '../poll/poll.entity.ts';
import { pollClosed } from '../poll/poll.events.ts';
import { countRunOff } from '../poll/poll.runoff.rules.ts';
import { BallotRoll, Booth } from './ballot.entity.ts';
import { ballotsCounted } from './ballot.events.ts';
import { BoardChain } from './ballot.chain.rules.ts';
import { boardLine, type CastBallot, type PollText, readChoices } from './ballot.rules.ts';

/** So many ballots are in memory at a time. */
const chunk = 2000;

/**
 * In the transaction of the close: ballots and roll are written anew, each in an order of its own and without what they
 * were known by, the keys are gone, the ballots are counted, and the trail keeps the last link of their chain.
 */
export const countBallotsAtClose = on(pollClosed, async (tx, { facts: { pollId, municipalityId } }) => {
  const booth = await tx.em.findOne(Booth, pollId, { refresh: true });
  if (booth === null) return; // an everyday poll, or it never opened
  const poll = await tx.em.findOneOrFail(Poll, pollId, { populate: ['questions.options'] });
  await fillBoard(tx, pollId);
  await rewriteRoll(tx, pollId);
  const issued = await tx.em.count(BallotRoll, { poll: pollId });
  const eligible = poll.eligibleCount ?? 0;
  const { chain, counts, rankings } = await countBoard(tx, booth);
  const root = chain.end(eligible, issued);
  await emptyInbox(tx, pollId); // last: ballots of other polls wait for it
  poll.questions.getItems().forEach((question, i) => {
    question.options.getItems().forEach((option, at) => (option.votes = counts[i]?.[at] ?? 0));
    if (question.kind === 'RANKING') runOff(question, rankings[i] ?? new Map());
  });
  poll.turnout = chain.length;
  Object.assign(booth, { ballotKey: null, receiptKey: null, castCount: chain.length, issuedCount: issued, root });
  await record(tx, ballotsCounted({ pollId, municipalityId, eligible, issued, cast: chain.length, root }));
});

/**
 * In the order of their hashes; nothing is put in meanwhile, for the close holds the poll. One close at a time: two that
 * have read the inbox could not both empty it.
 */
async function fillBoard(tx: Tx, pollId: string): Promise<void> {
  await tx.em.execute('lock table ballot_box.board in share row exclusive mode');
  await tx.em.execute(
    `insert into ballot_box.board (${columns}) select ${columns} from ballot_box.inbox where poll_id = ? order by key_hash`,
    [pollId],
  );
}

/**
 * Truncated: what a row was before it was moved would otherwise stay in the table's file for a while. The ballots of other
 * polls are put back; locked first, so that none comes in between.
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

/** By the rules of all rankings; an empty ranking takes no part. */
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
  /** Votes by question and option; of a ranking the first choices. */
  readonly counts: readonly number[][];
  /** By question how many ballots have the same ranking, "2,0,1"; empty: it is none, or nobody ranked anything. */
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

/** All ballots of the board in the order of their hashes, a few thousand at a time, as plain rows. */
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
