import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from './domains.ts';
import { composeDomains } from './kernel/domain.ts';
import { givenKey } from './testing/keys.ts';
import { type MailServer, startMailServer } from './testing/mail.ts';
import { startRoads } from './testing/outside.ts';
import type { Act } from './testing/policy/act.ts';
import { columns, rowName } from './testing/policy/actors.ts';
import { acts, actsByDomain } from './testing/policy/acts.ts';
import { askFor } from './testing/policy/question.ts';
import { readTable } from './testing/policy/table.ts';
import { openTown, type Town } from './testing/policy/town.ts';
import { scopes } from './testing/scopes.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

/*
 * The rows of the tenant matrix for which a partner gets data are asked with every single scope, and with all scopes
 * but one.
 */

const { fieldScopes } = composeDomains(domains);
let app: TestServer;
let mail: MailServer;
let roads: Awaited<ReturnType<typeof startRoads>>;

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
 * `Query.nodes` returns objects of several types; photos and feed entries need the scope of the object they belong to.
 */
const forKeys = acts.filter(
  (act) =>
    table.get(rowName(act))?.[own] === 'data' && !['Query.nodes', 'node Photo', 'node FeedEntry'].includes(act.field),
);

/** Required scopes according to the descriptions: a key needs one scope of each entry. */
function needsOf({ field }: Act): (readonly string[])[] {
  const isNode = field.startsWith('node ');
  const [type = ''] = isNode ? [field.slice('node '.length)] : field.split('.');
  const needs = [fieldScopes.get(type), isNode ? undefined : fieldScopes.get(field)];
  return needs.filter((need) => need !== undefined);
}

interface Asked {
  readonly town: Town;
  readonly keys: ReadonlyMap<string, string>;
  asked: number;
}
const towns: Asked[] = [];

/** Town for the next rows; each town serves only some rows because of the rates per minute. */
async function nextTown(): Promise<Asked> {
  const last = towns.at(-1);
  if (last !== undefined && last.asked < 12) return last;
  const town = await openTown(app, `Ort${towns.length}`);
  const keys = new Map<string, string>();
  for (const scope of scopes) {
    const others = scopes.filter((other) => other !== scope);
    keys.set(scope, (await givenKey(app, town.place, [scope])).key);
    keys.set(others.join(), (await givenKey(app, town.place, others)).key);
  }
  const next = { town, keys, asked: 0 };
  towns.push(next);
  return next;
}

test('each field opens to the scopes of its description, and to no other', { timeout: 120_000 }, async () => {
  const wrong: string[] = [];
  let cells = 0;
  for (const act of forKeys) {
    const place = await nextTown();
    place.asked += 1;
    const needs = needsOf(act);
    for (const [held, key] of place.keys) {
      const question = await act.prepare(place.town, mail);
      const { word, text } = await askFor(app.port, { key }, question);
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
  expect(cells).toBe(forKeys.length * scopes.length * 2);
});

test('every field and type of the lists is there, and was asked', () => {
  const asked = new Set(forKeys.flatMap(({ field }) => [field, field.replace('node ', '')]));
  // The scope of Question is that of its poll, and that of Reach that of its query; a key revises and withdraws only its
  // own drafts: partner.drafts.test.ts, likewise events. An AlertProposal is read only in the answer of proposeAlert, and
  // a CheckedAlert only by a code.
  const ownDrafts = ['Mutation.revisePost', 'Mutation.withdrawPost'];
  const ownEvents = ['Municipality.eventDrafts', 'Mutation.updateEvent', 'Mutation.withdrawEvent'];
  const alike = ['Question', 'Reach', 'AlertProposal', 'CheckedAlert', ...ownDrafts, ...ownEvents];
  expect([...fieldScopes.keys()].filter((field) => !asked.has(field) && !alike.includes(field))).toEqual([]);
});
