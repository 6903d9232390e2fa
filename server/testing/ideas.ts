import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place, Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

const submit = `mutation($input: SubmitIdeaInput!) { submitIdea(input: $input) { idea { id } userErrors { code } } }`;
const open = `mutation($input: MoveIdeaInput!) { moveIdea(input: $input) { userErrors { code } } }`;

/** Adds an idea that the town hall has not read; returns its global id. */
export async function givenIdea(app: TestServer, place: Place, author: Somebody, more: object = {}): Promise<string> {
  const input = {
    groupId: toGlobalId('Group', place.groupId),
    title: 'Mehr Bänke am Rhein',
    text: 'Am Ufer kann man nirgends sitzen, wenn man nicht mehr gut läuft.',
    idempotencyKey: randomUUID(),
    ...more,
  };
  const { submitIdea: made }: Data = await askData(app.port, author, submit, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.idea.id;
}

/** Opens the idea for supporters. */
export async function openIdea(
  app: TestServer,
  place: Place,
  author: Somebody,
  staff: Somebody,
  more: object = {},
): Promise<string> {
  const ideaId = await givenIdea(app, place, author, more);
  const { moveIdea: moved }: Data = await askData(app.port, staff, open, { input: { ideaId, version: 1, to: 'OPEN' } });
  if (moved.userErrors.length > 0) throw new Error(JSON.stringify(moved.userErrors));
  return ideaId;
}
