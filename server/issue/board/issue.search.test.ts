import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { createDesk } from '../../municipality/municipality.service.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { hasTrigrams } from '../../municipality/municipality.search.service.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { readIssueSearch } from './issue.search.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test('what was typed is read: numbers in any form, at most eight words, no character with a meaning', () => {
  for (const typed of ['2031', 'M-2031', 'm 2031', ' m2031 ', 'M-02031'])
    expect(readIssueSearch(typed)?.reference).toBe('M-2031');
  expect(readIssueSearch('Linzer Str. 12')?.reference).toBeNull();
  expect(readIssueSearch('Linzer Str. 12')?.patterns).toEqual(['linzer', 'str', '12']);
  expect(readIssueSearch('Müll a.b*c')?.patterns).toEqual(['m(ü|Ü|ue)ll', String.raw`a\.b\*c`]);
  expect(readIssueSearch('a b c d e f g h i j')?.patterns).toHaveLength(8);
  for (const nothing of ['', '  ', null]) expect(readIssueSearch(nothing)).toBeNull();
});

test('a report is found by number, words, place, category, public answer and reporter, also when it is closed', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const citizen = await givenPerson(app, place);
  const variants = [{ locale: 'en', name: 'Overflowing bins' }];
  const categoryId = await givenCategory(app, place, 'DEFECT', { variants });
  const reporter = await givenPerson(app, place);
  const text = 'Der Müllkorb läuft über, 100%_sicher.';
  const issue = await givenIssue(app, place, reporter, { address: 'Uferstraße 7', text, categoryId });
  const other = await givenIssue(app, place, citizen, { text: 'Etwas anderes.', address: 'Am Graben 4' });
  const { reference } = issue;
  const emailSql = 'select email from person where id = ?';
  const [row]: Data[] = await app.services.em.fork().execute(emailSql, [reporter.personId]);
  const searches = [
    reference,
    reference.slice(2),
    `m ${reference.slice(2)}`,
    'müllkorb',
    'MUELLKORB',
    'uferstrasse 7',
    'über korb',
    'overflowing',
    '100%_sicher',
    `${reference} korb`,
    String(row?.email),
  ];
  for (const search of searches) expect(await found(app, place, clerk, search), search).toEqual([reference]);
  for (const search of ['100_sicher', 'nirgends', 'müllkorb graben', 'variants', '.*', '(', '[', '***:x', '?!', '\\'])
    expect(await found(app, place, clerk, search), search).not.toContain(reference);

  await change(app, clerk, 'setIssueTitle', 'SetIssueTitleInput', {
    issueId: issue.id,
    version: 1,
    title: 'Abfall am Rhein',
  });
  expect(await found(app, place, clerk, 'abfall')).toEqual([reference]);
  expect(await found(app, place, clerk, ' ')).toEqual([other.reference, reference]);
});

test('closed, merged and set-aside reports are found; questions, notes, reasons and what was taken back are not', async ({
  app,
  town: place,
  clerk,
  citizen,
}) => {
  const words = (text: string): object => ({ text, address: null });
  const closed = await givenIssue(app, place, citizen, words('Eisvogel eins.'));
  const aside = await givenIssue(app, place, citizen, words('Eisvogel zwei.'));
  const merged = await givenIssue(app, place, citizen, words('Eisvogel drei.'));
  const asked = await givenIssue(app, place, citizen, words('Eisvogel vier.'));
  await move(app, clerk, closed, 'DECLINED', { reason: 'Innengrund', message: 'Zauneidechse kommt.' });
  await change(app, clerk, 'flagIssue', 'FlagIssueInput', { issueId: aside.id, flag: 'SPAM', reason: 'Werbung' });
  await change(app, clerk, 'mergeIssue', 'MergeIssueInput', { issueId: merged.id, version: 1, parentId: asked.id });
  await move(app, clerk, asked, 'WAITING_ON_REPORTER', { message: 'Wo ist der Feldhamster?' });
  const note = { issueId: asked.id, reach: 'INTERNAL', text: 'Haselmaus intern.' };
  await change(app, clerk, 'commentIssue', 'CommentIssueInput', { ...note, idempotencyKey: crypto.randomUUID() });
  const answer = { ...note, reach: 'PUBLIC', text: 'Rotmilan öffentlich.', idempotencyKey: crypto.randomUUID() };
  await change(app, clerk, 'commentIssue', 'CommentIssueInput', answer);
  const moved = { issueId: aside.id, version: 1, to: 'TRIAGED', message: 'Siebenschläfer', isUndoable: true };
  await change(app, clerk, 'moveIssue', 'MoveIssueInput', moved);
  await change(app, clerk, 'undoMove', 'UndoMoveInput', { issueId: aside.id, version: 2 });
  const all = [closed, aside, merged, asked].map(({ reference }) => reference);
  expect((await found(app, place, clerk, 'eisvogel')).toSorted()).toEqual(all.toSorted());
  expect(await found(app, place, clerk, 'zauneidechse')).toEqual([closed.reference]);
  expect(await found(app, place, clerk, 'rotmilan')).toEqual([asked.reference]);
  for (const hidden of ['feldhamster', 'haselmaus', 'innengrund', 'siebenschläfer'])
    expect(await found(app, place, clerk, hidden), hidden).toEqual([]);
});

test('a complaint of another desk and a report of another town neither match nor count', async ({ app }) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const citizen = await givenPerson(app, place);
  // An address that holds the number of the report would be a hit of its own.
  const email = `${randomUUID().replaceAll(/[\d-]/g, '')}@example.org`;
  await app.services.em.fork().execute('update person set email = ? where id = ?', [email, citizen.personId]);
  const ctx = forkContext(app.services, system);
  const desk = await createDesk(ctx, place.municipalityId, 'Ombudsstelle');
  const categoryId = await givenCategory(app, { ...place, deskId: desk.id }, 'COMPLAINT');
  const text = 'Wendehals am Schalter.';
  const complaint = await givenIssue(app, place, citizen, { kind: 'COMPLAINT', categoryId, text });
  const number = complaint.reference.slice(2);
  const named = await givenIssue(app, place, citizen, { text: `Aktenzeichen ${number}` });
  const admin = await givenStaff(app, place, 'ADMIN');
  const elsewhere = await givenPlace(app);
  const foreign = await givenStaff(app, elsewhere, 'ADMIN');

  expect(await found(app, place, clerk, 'wendehals')).toEqual([]);
  expect(await found(app, place, clerk, number), 'the number of a hidden report counts as a word').toEqual([
    named.reference,
  ]);
  expect(await found(app, place, clerk, 'wendehals', admin), 'control').toEqual([complaint.reference]);
  expect(await found(app, place, clerk, number, admin), 'control').toEqual([complaint.reference]);
  expect(await found(app, place, clerk, 'wendehals', foreign, elsewhere)).toEqual([]);
  expect(await found(app, place, clerk, number, foreign, elsewhere)).toEqual([]);
  const refused = async (who: Identified): Promise<unknown> =>
    (await ask(app.port, who, list, { ags: place.ags, filter: { search: 'wendehals' } })).errors?.[0]?.extensions.code;
  const { key } = await givenKey(app, place, ['issues:read']);
  expect(await Promise.all([refused({}), refused(citizen), refused(foreign), refused({ key })])).toEqual([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'NOT_FOUND',
    'FORBIDDEN',
  ]);
  const long = { ags: place.ags, filter: { search: 'x'.repeat(201) } };
  expect((await ask(app.port, clerk, list, long)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('a search costs as many statements with ten hits as with one, and has its indexes where pg_trgm is', async ({
  app,
  town: place,
  clerk,
  citizen,
}) => {
  const people = await givenPeople(app, place, 10);
  const statements = async (search: string): Promise<number> =>
    (await statementsOf(app, () => found(app, place, clerk, search))).length;
  await givenIssue(app, place, people[0] ?? citizen, { text: 'Bachstelze' });
  await found(app, place, clerk, 'bachstelze');
  const few = await statements('bachstelze');
  for (const person of people.slice(1)) await givenIssue(app, place, person, { text: 'Bachstelze' });
  expect(await found(app, place, clerk, 'bachstelze')).toHaveLength(10);
  expect(await statements('bachstelze')).toBe(few);
  const em = app.services.em.fork();
  const indexes: Data[] = await em.execute(`select indexname from pg_indexes where indexname like '%_search_index'`);
  expect(indexes).toHaveLength((await hasTrigrams({ em })) ? 3 : 0);
});

const list = `query($ags: String!, $filter: IssueFilter) { municipality(ags: $ags) {
  issues(filter: $filter, first: 50) { edges { node { reference } } } issueCounts(filter: $filter) { count } } }`;

/** References of the reports that the search finds; the counts must agree. */
async function found(
  app: TestServer,
  place: Place,
  clerk: Somebody,
  search: string,
  who: Identified = clerk,
  town = place,
): Promise<string[]> {
  const { municipality } = await askData(app.port, who, list, { ags: town.ags, filter: { search } });
  const references = municipality.issues.edges.map(({ node }: Data) => node.reference);
  const count = municipality.issueCounts.reduce((sum: number, one: Data) => sum + Number(one.count), 0);
  expect(count, search).toBe(references.length);
  return references;
}

async function change(app: TestServer, clerk: Somebody, mutation: string, type: string, input: object): Promise<Data> {
  const query = `mutation($input: ${type}!) { it: ${mutation}(input: $input) { userErrors { code path } } }`;
  const { it } = await askData(app.port, clerk, query, { input });
  expect(it.userErrors).toEqual([]);
  return it;
}
const move = (app: TestServer, clerk: Somebody, issue: GivenIssue, to: string, more: object): Promise<Data> =>
  change(app, clerk, 'moveIssue', 'MoveIssueInput', { issueId: issue.id, version: 1, to, ...more });
