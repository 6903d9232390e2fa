import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { type CountedQuestion, readCounts } from '../poll/poll.counts.service.ts';
import { readStanding } from '../poll/poll.standing.service.ts';
import { reasonToHide } from '../poll/poll.visibility.rules.ts';
import { BallotRoll, Booth } from './ballot.entity.ts';
import { BulletinChain } from './ballot.chain.rules.ts';
import { readBulletinBallots } from './ballot.count.service.ts';
import { bulletinLine } from './ballot.rules.ts';

export interface BulletinBoard {
  readonly root: string;
  /** Chunks of the JSON text, to be sent in order. */
  readonly pieces: AsyncIterable<string>;
}

/**
 * Bulletin board of a closed secret poll. Errors: NOT_FOUND if the actor may not see the poll, or if the poll is not
 * secret or its result is not public.
 */
export async function readBulletinBoard(ctx: Context, pollId: string): Promise<BulletinBoard> {
  const booth = await findBooth(ctx, pollId);
  const results = await readCounts(ctx, pollId);
  if (booth?.root == null || reasonToHide('reader', results) !== undefined) throw new DomainError('NOT_FOUND');
  const { text, root } = booth;
  const counts = results.questions.map(({ options }) => options.map(({ votes }) => votes));
  const { issuedCount: issued, castCount: cast, invalidCount: invalid } = booth;
  const numbers = { eligible: results.poll.eligibleCount, issued, cast, invalid };
  // Boards of the first format were counted at the close, and each of their ballots is genuine.
  const format = invalid == null ? 'ortsfunk-board-1' : 'ortsfunk-board-2';
  const runOffs = results.questions.map(runOffByPlace);
  const rounds = runOffs.some((runOff) => runOff !== null) && { runOffs };
  const head = JSON.stringify({ format, text, ...numbers, counts, ...rounds, root });
  return { root, pieces: write(ctx, booth, head) };
}

/** Run-off with options given by their position on the ballot (from 0), as in the ballots; null: no ranking. */
function runOffByPlace({ options, runOff }: CountedQuestion) {
  if (runOff == null) return null;
  const place = (id: string): number => options.findIndex((option) => option.id === id);
  return {
    ballots: runOff.ballots,
    rounds: runOff.rounds.map(({ votes, exhausted, eliminated, tie }) => ({
      votes: options.map(({ id }) => votes.find((one) => one.id === id)?.votes ?? null),
      exhausted,
      eliminated: eliminated.map(place),
      tie,
    })),
    winner: runOff.winnerId === null ? null : place(runOff.winnerId),
  };
}

async function* write(ctx: Context, { pollId, textHash }: Booth, head: string): AsyncGenerator<string> {
  const chain = new BulletinChain(textHash);
  yield `${head.slice(0, -1)},"ballots":[`;
  for await (const ballot of readBulletinBallots(ctx, pollId)) {
    const { key, randomizer, token, choices, signature } = ballot;
    const comma = chain.length === 0 ? '' : ',';
    const link = chain.add(bulletinLine(ballot));
    yield `${comma}${JSON.stringify({ key, randomizer, token, choices, signature, link })}`;
  }
  yield ']}';
}

/**
 * Booth of a poll; null: the poll is not secret or has not opened. Errors: NOT_FOUND if the actor may not see the poll.
 */
export async function findBooth(ctx: Context, pollId: string): Promise<Booth | null> {
  await readStanding(ctx, pollId);
  return ctx.em.findOne(Booth, pollId);
}

/** Whether a ballot was issued to the actor. */
export async function hasBallot(ctx: Context, pollId: string): Promise<boolean> {
  if (ctx.actor.kind !== 'person') return false;
  return (await ctx.em.count(BallotRoll, { poll: pollId, person: ctx.actor.id })) > 0;
}
