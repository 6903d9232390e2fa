import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place, Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

export interface GivenPoll {
  readonly id: string;
  /** Global ids of the options of the first question. */
  readonly options: readonly string[];
}

const createPoll = `mutation($input: CreatePollInput!) { createPoll(input: $input) {
  poll { id questions { options { id } } } userErrors { code path } } }`;

/** Opens a poll of the town through the API. */
export async function givenPoll(app: TestServer, place: Place, staff: Somebody, more: object = {}): Promise<GivenPoll> {
  const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel', 'Nichts'] };
  const input = {
    groupId: toGlobalId('Group', place.groupId),
    title: 'Spielplatz am Rheinufer',
    questions: [question],
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    idempotencyKey: randomUUID(),
    ...more,
  };
  const { createPoll: made }: Data = await askData(app.port, staff, createPoll, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { id: made.poll.id, options: made.poll.questions[0].options.map((option: { id: string }) => option.id) };
}
