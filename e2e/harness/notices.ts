import { randomUUID } from 'node:crypto';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

const submit = 'mutation($input: SubmitIdeaInput!) { it: submitIdea(input: $input) { idea { id } } }';
const open = 'mutation($id: ID!) { moveIdea(input: { ideaId: $id, to: OPEN, version: 1 }) { userErrors { code } } }';
const send = 'mutation($input: SendNoticeInput!) { it: sendNotice(input: $input) { notice { id } } }';
const decide =
  'mutation($input: DecideNoticeInput!) { it: decideNotice(input: $input) { notice { decision { id } } } }';

/** An idea that everybody can read; returns its id. */
export async function publishIdea(stage: Stage, author: Person, title: string, text: string): Promise<string> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { townGroup { id } } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const input = { groupId: municipality.townGroup.id, title, text, idempotencyKey: randomUUID() };
  const { id } = (await stage.ask(submit, { input }, author)).it.idea;
  await stage.ask(open, { id }, await stage.staff('redaktion'));
  return id;
}

/** Sends a notice about the words of an object; returns its id. */
export async function sendNotice(stage: Stage, who: Person, objectId: string, more: object): Promise<string> {
  const input = { objectId, idempotencyKey: randomUUID(), ...more };
  return (await stage.ask(send, { input }, who)).it.notice.id;
}

/** Decides a notice; returns the id of the decision. */
export async function decideNotice(stage: Stage, editor: Person, noticeId: string, more: object): Promise<string> {
  return (await stage.ask(decide, { input: { noticeId, ...more } }, editor)).it.notice.decision.id;
}
