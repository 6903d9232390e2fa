import type { SqlEntityManager } from '@mikro-orm/sql';
import { batched } from '../kernel/batch.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { streamCursor } from '../kernel/live/live.ts';
import { defineTopic, topicKey } from '../kernel/live/topic.ts';
import { readVersions } from '../kernel/live/version.ts';
import { Poll, type PollOption, type Question } from './poll.entity.ts';
import { pollClosed, type PollFacts, pollOpened } from './poll.events.ts';
import { type HiddenReason, reasonToHide, type ResultsAudience, resultsAudience } from './poll.rules.ts';
import { readStanding } from './poll.standing.service.ts';

/** What a reader of results gets: counts, or why there are none. */
export type Results =
  | { poll: Poll; turnout: number; cursor: string; isFinal: boolean; questions: QuestionResult[] }
  | { poll: Poll; turnout: number; cursor: string; hiddenBecause: HiddenReason };
export interface QuestionResult {
  question: Question;
  options: { optionId: string; option: PollOption; votes: number }[];
}

export const pollResults = defineTopic({
  name: 'pollResults',
  kind: 'state',
  conflateMs: 100,
  id: (args: { pollId: string }) => args.pollId,
  audience: async (ctx, { pollId }) => {
    const standing = await readStanding(ctx, pollId);
    return resultsAudience(standing, standing);
  },
  read: async (ctx, { pollId }, audience, { cursor }): Promise<Results> =>
    resultsFor(await countedPolls(ctx, [pollId]), pollId, audience, cursor),
});

on(pollOpened, tell);
on(pollClosed, tell);

function tell(tx: Tx, { facts }: DomainEvent<PollFacts>): void {
  announce(tx, pollResults, facts);
}

const readers = new WeakMap<SqlEntityManager, (pollId: string) => Promise<Results>>();

/** Results as far as the actor may see them now; for all polls that one request asks about at once. */
export function readResults(ctx: Context, pollId: string): Promise<Results> {
  const reader = readers.get(ctx.em) ?? batched((pollIds: string[]) => readAll(ctx, pollIds));
  readers.set(ctx.em, reader);
  return reader(pollId);
}

/** Versions first, so that no cursor is newer than its data. */
async function readAll(ctx: Context, pollIds: readonly string[]): Promise<Results[]> {
  const asked = await Promise.all(
    pollIds.map(async (pollId) => {
      const audience = await pollResults.audience(ctx, { pollId });
      return { pollId, audience, key: topicKey(pollResults, { pollId }) };
    }),
  );
  const keys = asked.map(({ key }) => key);
  const versions = await readVersions(ctx.em, keys);
  const polls = await countedPolls(ctx, pollIds);
  return asked.map(({ pollId, audience, key }) =>
    resultsFor(polls, pollId, audience, streamCursor(ctx, key, versions.get(key) ?? 0)),
  );
}

async function countedPolls(ctx: Context, pollIds: readonly string[]): Promise<ReadonlyMap<string, Poll>> {
  const wanted = { id: { $in: [...pollIds] } };
  const polls = await ctx.em.find(Poll, wanted, { populate: ['questions.options', 'post'], refresh: true });
  return new Map(polls.map((poll) => [poll.id, poll]));
}

function resultsFor(
  polls: ReadonlyMap<string, Poll>,
  pollId: string,
  audience: ResultsAudience,
  cursor: string,
): Results {
  const poll = polls.get(pollId);
  if (poll === undefined) throw new DomainError('NOT_FOUND');
  const { turnout } = poll;
  const hiddenBecause = reasonToHide(audience, poll, poll.post?.getEntity().state ?? null);
  if (hiddenBecause !== undefined) return { poll, turnout, cursor, hiddenBecause };
  const questions = poll.questions.getItems().map((question) => ({
    question,
    options: question.options.getItems().map(toTally),
  }));
  return { poll, turnout, cursor, isFinal: poll.closedAt != null, questions };
}

function toTally(option: PollOption): QuestionResult['options'][number] {
  return { optionId: toGlobalId('PollOption', option.id), option, votes: option.votes };
}
