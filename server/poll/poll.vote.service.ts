import { strangersCode } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, Refusal, sentence } from '../kernel/errors.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { sharedStatement } from '../kernel/statement.ts';
import { ballotWriter } from './poll.ballots.ts';
import { Ballot } from './poll.entity.ts';
import { readStanding } from './poll.standing.service.ts';
import { readTexts, type TextInput } from './poll.vote.rules.ts';

/** Rate limit per person: 30 votes in 60 seconds. */
const voteRate = { name: 'vote', points: 30, seconds: 60 };

export interface CastVoteInput {
  readonly pollId: string;
  /** Choices of SINGLE and MULTIPLE questions. */
  readonly optionIds: readonly string[];
  /** Options of RANKING questions, first choice first. */
  readonly ranked?: readonly string[] | null | undefined;
  readonly texts?: readonly TextInput[] | null | undefined;
}
/** Vote as its author sees it. */
export interface OwnVote {
  /** Chosen options, followed by ranked options, first choice first. */
  readonly optionIds: readonly string[];
  readonly texts: readonly TextInput[];
}

/**
 * Casts a vote and returns it as counted. The statement checks all rules of `canVote` itself, so that the poll is not
 * loaded. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, the rate limit, and user errors with `pollId` in their
 * payload.
 */
export async function castVote(ctx: Context, input: CastVoteInput): Promise<OwnVote> {
  const { pollId } = input;
  if (ctx.actor.kind !== 'person') throw new DomainError(strangersCode(ctx.actor));
  ctx.limits.charge(voteRate, ctx.actor.id);
  const optionIds = [...new Set(input.optionIds)];
  const ranked = input.ranked ?? [];
  const texts = readTexts(input.texts ?? []);
  const { id: personId, assurance, sessionId } = ctx.actor;
  const proof = assurance === undefined || assurance.level === 'BASIC' ? {} : { sessionId };
  const { reason } = await ballotWriter(ctx)({ pollId, personId, ...proof, optionIds, ranked, texts });
  if (reason === null) return { optionIds: [...optionIds, ...ranked], texts: textsOf(texts) };
  const { assurance: needed } = await readStanding(ctx, pollId); // NOT_FOUND comes before any reason
  throw new Refusal(
    { code: reason, message: sentence(reason), path: pathOf(reason, ranked.length > 0 && optionIds.length === 0) },
    { pollId, ...(reason === 'ASSURANCE_REQUIRED' && { assuranceNeeded: needed }) },
  );
}

const paths: Readonly<Partial<Record<UserErrorCode, readonly string[]>>> = {
  POLL_NOT_OPEN: [],
  SECRET_BALLOT: [],
  NOT_ELIGIBLE: [],
  VOTE_IS_FINAL: [],
  ASSURANCE_REQUIRED: [],
  SAME_OPTION_TWICE: ['ranked'],
  TOO_MANY_RANKS: ['ranked'],
  TOO_FEW_RANKS: ['ranked'],
  UNKNOWN_QUESTION: ['texts'],
  ANSWER_MISSING: ['texts'],
};

function pathOf(reason: UserErrorCode, isRankedOnly: boolean): readonly string[] {
  return paths[reason] ?? [isRankedOnly ? 'ranked' : 'optionIds'];
}

/** Vote of the actor in an open poll; null: no vote, or the ballots were deleted at the close. */
export async function findMyVote(ctx: Context, pollId: string): Promise<OwnVote | null> {
  if (ctx.actor.kind !== 'person') return null;
  const ballot = await ctx.em.findOne(Ballot, { poll: pollId, person: ctx.actor.id });
  if (ballot === null) return null;
  const ranked = ballot.rankedIds ?? [];
  const choices = ballot.optionIds.filter((id) => !ranked.includes(id));
  return { optionIds: [...choices, ...ranked], texts: textsOf(ballot.texts ?? {}) };
}

function textsOf(texts: Readonly<Record<string, string>>): TextInput[] {
  return Object.entries(texts).map(([questionId, text]) => ({ questionId, text }));
}

export interface ChosenOption {
  readonly id: string;
  readonly label: string;
}

/** Options in the order of `ids`. One statement serves all requests of the process that arrive at the same time. */
export function readOptions(ctx: Context, ids: readonly string[]): Promise<readonly ChosenOption[]> {
  return findOptions(ctx)(ids);
}

const findOptions = sharedStatement<readonly string[], ChosenOption, ChosenOption[]>({
  name: 'chosen options',
  answer: (rows, asked) => asked.map((ids) => ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])),
  sql: `
select id, label from poll_option where id in (
  select e::uuid from json_array_elements(?::json) ids, json_array_elements_text(ids) e)`,
});
