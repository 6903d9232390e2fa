import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../domains.ts';
import { composeDomains } from '../kernel/domain.ts';
import { givenKey } from '../testing/keys.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { startRoads } from '../testing/outside.ts';
import type { Act } from '../testing/policy/act.ts';
import { columns, rowName } from '../testing/policy/actors.ts';
import { acts, actsByDomain } from '../testing/policy/acts.ts';
import { askFor, type Question } from '../testing/policy/question.ts';
import { readTable } from '../testing/policy/table.ts';
import { openTown, type Town } from '../testing/policy/town.ts';
import { scopes } from '../testing/scopes.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { sampleRows } from './sample.ts';

/*
 * The rows of the tenant matrix for which a partner gets data are asked with every single scope, and with all scopes
 * but one.
 */

const { fieldScopes } = composeDomains(domains);
let app: TestServer;
let mail: MailServer;
let roads: Awaited<ReturnType<typeof startRoads>>;

// A server of its own: it knows services of others, and openTown lifts its rates.
beforeAll(async () => {
  mail = await startMailServer();
  roads = await startRoads();
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, outsideHosts: [roads.host] });
});
afterAll(async () => {
  await app.stop();
  roads.stop();
  await mail.stop();
});

const table = new Map([...actsByDomain.keys()].flatMap((domain) => [...readTable(domain)]));
const own = columns.indexOf('partner A own');
/**
 * `Query.nodes` returns objects of several types; photos, attachments and feed entries need the scope of the object they
 * belong to.
 */
const ofOthers: readonly string[] = ['Query.nodes', 'node Photo', 'node Attachment', 'node FeedEntry'];
const forKeys = acts.filter((act) => table.get(rowName(act))?.[own] === 'data' && !ofOthers.includes(act.field));
const asked = sampleRows(forKeys, rowName);

/** Required scopes according to the descriptions: a key needs one scope of each entry. */
function needsOf({ field }: Act): (readonly string[])[] {
  const isNode = field.startsWith('node ');
  const [type = ''] = isNode ? [field.slice('node '.length)] : field.split('.');
  const needs = [fieldScopes.get(type), isNode ? undefined : fieldScopes.get(field)];
  return needs.filter((need) => need !== undefined);
}

/** Keys of a partner of the town by their scopes: one key for each scope, and one for all scopes but that. */
async function keysOf({ place }: Town): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for (const scope of scopes) {
    const others = scopes.filter((other) => other !== scope);
    keys.set(scope, (await givenKey(app, place, [scope])).key);
    keys.set(others.join(), (await givenKey(app, place, others)).key);
  }
  return keys;
}

/** Questions of an act for one key after the other: one that only reads serves all, what changes something needs a new target. */
function questionsOf(act: Act, town: Town): () => Promise<Question> {
  let last: Question | undefined;
  return async () => {
    if (last?.query.startsWith('query') !== true) last = await act.prepare(town, mail);
    return last;
  };
}

test('each field opens to the scopes of its description, and to no other', { timeout: 300_000 }, async () => {
  const wrong: string[] = [];
  let cells = 0;
  const town = await openTown(app, 'Ahornau');
  const keys = await keysOf(town);
  for (const act of asked) {
    const needs = needsOf(act);
    const nextQuestion = questionsOf(act, town);
    for (const [held, key] of keys) {
      const { word, text } = await askFor(app.port, { key }, await nextQuestion());
      const missing = needs.filter((need) => !need.some((scope) => held.split(',').includes(scope)));
      cells += 1;
      // In a town without such objects the answer is empty, but it is no refusal.
      const isAsSaid = missing.length === 0 ? ['data', 'none'].includes(word) : word !== 'data';
      if (!isAsSaid) wrong.push(`${rowName(act)} with ${held}: ${word}`);
      const named = missing.some((need) => need.some((scope) => text.includes(`"scope":"${scope}"`)));
      if (word === 'FORBIDDEN' && !named) wrong.push(`${rowName(act)} with ${held} names no missing scope: ${text}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(cells).toBe(asked.length * scopes.length * 2);
});

test('every field and type of the lists is there, and has a row', () => {
  const known = new Set(forKeys.flatMap(({ field }) => [field, field.replace('node ', '')]));
  // The scope of Question is that of its poll, that of Reach that of its query, and that of Attachment that of its object; a key revises and withdraws only its
  // own drafts: partner.drafts.test.ts, likewise events. An AlertProposal is read only in the answer of proposeAlert, and
  // a CheckedAlert only by a code.
  const ownDrafts = ['Mutation.revisePost', 'Mutation.withdrawPost'];
  const ownEvents = ['Municipality.eventDrafts', 'Mutation.updateEvent', 'Mutation.withdrawEvent'];
  const alike = ['Question', 'Reach', 'Attachment', 'AlertProposal', 'CheckedAlert', ...ownDrafts, ...ownEvents];
  expect([...fieldScopes.keys()].filter((field) => !known.has(field) && !alike.includes(field))).toEqual([]);
});
