import { randomUUID } from 'node:crypto';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

export interface NewPoll {
  readonly id: string;
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

export const labels = ['Ja, bald', 'Später', 'Nein'] as const;

/** Creates a poll for this run; the editor opens it at once. */
export async function createPoll(
  stage: Stage,
  title: string,
  resultsVisibility = 'LIVE',
  more: object = {},
): Promise<NewPoll> {
  const editor = await stage.staff('redaktion');
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { townGroup { id } } }', {
    ags: stage.town.ags,
  });
  const input = {
    title,
    resultsVisibility,
    groupId: municipality.townGroup.id,
    eligibility: 'SIGNED_IN',
    questions: [{ text: title, kind: 'SINGLE', options: labels }],
    // Home lists the poll that ends last first, so polls of this run are above those of the seed.
    closesAt: new Date(Date.now() + 40 * 86_400_000).toISOString(),
    idempotencyKey: randomUUID(),
    ...more,
  };
  const { createPoll: answer } = await stage.ask(createMutation, { input }, editor);
  if (answer.poll === null) throw new Error(`no poll: ${JSON.stringify(answer.userErrors)}`);
  return { id: answer.poll.id, title, options: answer.poll.questions[0].options };
}

export async function castVote(stage: Stage, pollId: string, optionId: string, as: Person): Promise<void> {
  const { castVote: answer } = await stage.ask(voteMutation, { input: { pollId, optionIds: [optionId] } }, as);
  if (answer.userErrors.length > 0) throw new Error(`vote refused: ${JSON.stringify(answer.userErrors)}`);
}

/**
 * Results that the API returns to this person, in one line: "Ja, bald 3 · Später 2 · Nein 0" or the reason why they
 * are hidden.
 */
export async function readResults(stage: Stage, pollId: string, as?: Person): Promise<string> {
  const { pollResults: results } = await stage.ask(resultsQuery, { pollId }, as);
  if (results.hiddenBecause !== undefined) return `hidden: ${results.hiddenBecause}`;
  return tallyLine(results.questions[0].options.map(({ option, votes }: TallyRow) => [option.label, votes]));
}

interface TallyRow {
  readonly option: { readonly label: string };
  readonly votes: number;
}

export function tallyLine(rows: readonly (readonly [string, number])[]): string {
  return rows.map(([label, votes]) => `${label} ${votes}`).join(' · ');
}

const createMutation = `mutation($input: CreatePollInput!) { createPoll(input: $input) {
  poll { id questions { options { id label } } } userErrors { code path } } }`;
const voteMutation = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const resultsQuery = `query($pollId: ID!) { pollResults(pollId: $pollId) {
  ... on PollTally { turnout questions { options { option { label } votes } } }
  ... on HiddenResults { turnout hiddenBecause } } }`;
