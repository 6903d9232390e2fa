import { randomUUID } from 'node:crypto';
import { askData, type Data, type Identified } from './client.ts';
import type { TestServer } from './server.ts';

const send = `mutation($input: SendNoticeInput!) { sendNotice(input: $input) { notice { id } userErrors { code } } }`;
const decide = `mutation($input: DecideNoticeInput!) { decideNotice(input: $input) {
  notice { id decision { id verdict ground statement } } userErrors { code } } }`;

/** Sends a notice about the words of an object; returns its global id. */
export async function givenNotice(
  app: TestServer,
  who: Identified,
  objectId: string,
  more: object = {},
): Promise<string> {
  const input = { objectId, reason: 'INSULT', idempotencyKey: randomUUID(), ...more };
  const { sendNotice: made }: Data = await askData(app.port, who, send, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.notice.id;
}

/** Decides a notice; returns it with its decision. */
export async function decideNotice(
  app: TestServer,
  moderator: Identified,
  noticeId: string,
  verdict: 'KEPT' | 'HIDDEN',
): Promise<Data> {
  const ground = verdict === 'HIDDEN' ? 'HOUSE_RULES' : null;
  const input = { noticeId, verdict, ground, statement: 'Der Ton verletzt unsere Regeln.' };
  const { decideNotice: made }: Data = await askData(app.port, moderator, decide, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.notice;
}
