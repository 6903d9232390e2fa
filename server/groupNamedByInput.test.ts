import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from './kernel/ids.ts';
import { givenPerson } from './testing/builders.ts';
import { ask } from './testing/client.ts';
import { givenGroup } from './testing/groups.ts';
import { test } from './testing/fixtures.ts';

/* An input that refers to a group which the viewer must not know gets a user error, like any other field. */

test('nonsense, ids of other types and groups that are hidden are UNKNOWN_GROUP', async ({ app, town, admin }) => {
  const citizen = await givenPerson(app, town);
  const closed = await givenGroup(app, town);
  const strange = ['nonsense', toGlobalId('Group', randomUUID()), toGlobalId('Municipality', town.municipalityId)];
  const unknown = { userErrors: [{ code: 'UNKNOWN_GROUP', path: ['groupId'] }] };
  for (const id of [...strange, closed.id]) {
    const { data, errors } = await ask(app.port, citizen, submitIdea, { input: ideaIn(id) });
    expect([id, data?.it, errors]).toEqual([id, { idea: null, ...unknown }, undefined]);
  }
  for (const id of strange) {
    const { data, errors } = await ask(app.port, admin, createPoll, { input: pollIn(id) });
    expect([id, data?.it, errors]).toEqual([id, { poll: null, ...unknown }, undefined]);
  }
});

test('who may not act in a group that is known gets a top-level error', async ({ app, town }) => {
  const citizen = await givenPerson(app, town);
  const { data, errors } = await ask(app.port, citizen, createPoll, {
    input: pollIn(toGlobalId('Group', town.groupId)),
  });
  expect(data).toEqual({ it: null });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

const submitIdea = `mutation($input: SubmitIdeaInput!) {
  it: submitIdea(input: $input) { idea { id } userErrors { code path } } }`;
const createPoll = `mutation($input: CreatePollInput!) {
  it: createPoll(input: $input) { poll { id } userErrors { code path } } }`;

function ideaIn(groupId: string): object {
  return { groupId, title: 'Eine Bank am Bach', text: 'Dort sitzt man gern.', idempotencyKey: randomUUID() };
}

function pollIn(groupId: string): object {
  const question = { text: 'Wohin?', kind: 'SINGLE', options: ['A', 'B'] };
  const rules = { closesAt: '2030-01-01T00:00:00Z', resultsVisibility: 'LIVE', eligibility: 'SIGNED_IN' };
  return { groupId, title: 'Eine Frage', questions: [question], ...rules, idempotencyKey: randomUUID() };
}
