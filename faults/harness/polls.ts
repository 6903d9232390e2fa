import { randomUUID } from 'node:crypto';
import type { Client as SocketClient } from 'graphql-ws';
import { ask, askData, type Client, codesOf, type Data, type GraphQLAnswer } from './http.ts';
import { askOver } from './sockets.ts';

export interface Poll {
  readonly id: string;
  readonly options: readonly string[];
}
export interface Tally {
  readonly turnout: number;
  readonly isFinal: boolean;
  /** Number of votes per option, in the order of the poll's options. */
  readonly votes: readonly number[];
  readonly total: number;
}
/** `counted`, the code of the refusal, or `unanswered` when the connection ended before the answer. */
export type VoteAnswer = string;

const resultFields = `... on PollTally { turnout isFinal questions { options { option { id } votes } } }
  ... on HiddenResults { turnout hiddenBecause }`;
export const watchResults = `subscription($id: ID!) { pollResults(pollId: $id) { ${resultFields} } }`;
const readResults = `query($id: ID!) { pollResults(pollId: $id) { ${resultFields} } }`;
export const castVote = `mutation($id: ID!, $options: [ID!]!) { castVote(input: { pollId: $id, optionIds: $options }) {
  ballot { options { id } } userErrors { code } } }`;
const createPoll = `mutation($input: CreatePollInput!) { createPoll(input: $input) {
  poll { id questions { options { id } } } userErrors { code path } } }`;
const closing = `mutation($id: ID!) { closePoll(input: { pollId: $id }) { poll { id } userErrors { code } } }`;

/** Opens a poll at once in which everybody who is signed in may vote; results are live. */
export async function openPoll(port: number, admin: Client, groupId: string, more: object = {}): Promise<Poll> {
  const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel', 'Nichts'] };
  const input = {
    groupId,
    title: 'Spielplatz am Rheinufer',
    questions: [question],
    closesAt: new Date(Date.now() + 86_400_000).toISOString(),
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    idempotencyKey: randomUUID(),
    ...more,
  };
  const { createPoll: made }: Data = await askData(port, admin, createPoll, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { id: made.poll.id, options: made.poll.questions[0].options.map(({ id }: { id: string }) => id) };
}

export async function vote(port: number, person: Client, poll: Poll, choice: number): Promise<VoteAnswer> {
  try {
    return readVote(await ask(port, person, castVote, variables(poll, choice)));
  } catch {
    return 'unanswered';
  }
}

export async function voteOver(socket: SocketClient, poll: Poll, choice: number): Promise<VoteAnswer> {
  return readVote(await askOver(socket, castVote, variables(poll, choice)));
}

export async function closePoll(port: number, admin: Client, poll: Poll): Promise<void> {
  const { closePoll: closed }: Data = await askData(port, admin, closing, { id: poll.id });
  if (closed.userErrors.length > 0) throw new Error(JSON.stringify(closed.userErrors));
}

export async function readTally(port: number, client: Client, poll: Poll): Promise<Tally> {
  return tallyOf(await ask(port, client, readResults, { id: poll.id }), poll);
}

/** Counts in the answer to a query or in the message of a subscription. */
export function tallyOf(answer: GraphQLAnswer, poll: Poll): Tally {
  const results: Data = answer.data?.pollResults;
  if (results == null) throw new Error(`no results: ${JSON.stringify(answer.errors)}`);
  const counted: { option: { id: string }; votes: number }[] = results.questions?.[0].options ?? [];
  const votes = poll.options.map((id) => counted.find(({ option }) => option.id === id)?.votes ?? 0);
  return { turnout: results.turnout, isFinal: results.isFinal === true, votes, total: sum(votes) };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** The UUID in a global id, for SQL statements. */
export function uuidOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';
}

function variables(poll: Poll, choice: number) {
  return { id: poll.id, options: [poll.options[choice]] };
}

function readVote(answer: GraphQLAnswer): VoteAnswer {
  return codesOf(answer)[0] ?? (answer.data?.castVote == null ? 'unanswered' : 'counted');
}

/** Global id of an object of this type. */
export function globalIdOf(type: string, uuid: string): string {
  return Buffer.from(`${type}:${uuid}`).toString('base64url');
}
