import { randomUUID } from 'node:crypto';
import { askData, type Data, type Identified } from './client.ts';
import type { TestServer } from './server.ts';

const commentIssue = `mutation($input: CommentIssueInput!) { commentIssue(input: $input) {
  issue { id status version } comment { id number reach by text authorName } userErrors { code path } } }`;

/** Adds a comment to a report through the API; returns the payload with its user errors. */
export async function comment(
  app: TestServer,
  who: Identified,
  issueId: string,
  reach: 'PUBLIC' | 'PRIVATE' | 'INTERNAL',
  more: object = {},
): Promise<Data> {
  const input = { issueId, reach, text: 'Wir kümmern uns.', idempotencyKey: randomUUID(), ...more };
  return (await askData(app.port, who, commentIssue, { input })).commentIssue;
}
