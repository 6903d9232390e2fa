import { expect, vi } from 'vitest';
import type { Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

const query = `{ viewer { inbox(first: 100) { edges { node { kind subject {
  ... on Issue { name: reference } ... on Poll { pollTitle: title } ... on Group { groupName: name }
  ... on Idea { ideaTitle: title } } content { __typename ... on MembershipDecision { isAccepted } } } } } } }`;

/** Messages in a person's inbox as "KIND subject", sorted; the subject is "null" if the person may not read it. */
export async function inboxOf(app: TestServer, who: Somebody): Promise<string[]> {
  const { viewer } = await askData(app.port, who, query);
  return viewer.inbox.edges.map(({ node }: Data) => `${node.kind} ${nameOf(node)}`).sort();
}

function nameOf({ subject, content }: Data): string {
  const name = subject?.name ?? subject?.pollTitle ?? subject?.groupName ?? subject?.ideaTitle ?? null;
  return content?.__typename === 'MembershipDecision' ? `${name} ${content.isAccepted}` : String(name);
}

/** Options of a poll that asks for an inbox: at the usual interval, its cost would exceed the sender's rate. */
export const inboxPoll = { timeout: 20_000, interval: 500 };

/** Waits until the person's inbox holds exactly these messages, which a worker delivers. */
export function expectInbox(app: TestServer, who: Somebody, ...messages: readonly string[]): Promise<void> {
  return expect.poll(() => inboxOf(app, who), inboxPoll).toEqual([...messages].sort());
}

/** Waits until no job is left that delivers a message. */
export async function settleMessages(app: TestServer): Promise<void> {
  const sql = `select count(*)::int as n from jobs.job where name like 'notification.%' and state < 'completed'
    and start_after <= now()`;
  const isSettled = async () => (await app.services.em.fork().execute<{ n: number }[]>(sql))[0]?.n === 0;
  await vi.waitUntil(isSettled, { timeout: 20_000, interval: 50 });
}
