import { expect } from 'vitest';
import { readGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { type GivenKey, givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let editor: Somebody;
let publisher: Somebody;
let member: Somebody;
let stranger: Somebody;
let club: GivenGroup;
let key: GivenKey;
test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
  [stranger] = (await givenPeople(app, town, 1)) as [Somebody];
  club = await givenGroup(app, town, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, town, club, { isPublisher: true });
  member = await givenMember(app, town, club);
  key = await givenKey(app, town, ['events:read', 'events:write']);
});

test('an event waits, is returned with a reason, submitted again and approved by somebody else', async ({
  app,
  town,
  admin,
}) => {
  const event = await submitEvent(app, town);
  expect(event.state).toBe('IN_REVIEW');
  expect(await queued(app, town, editor)).toContain(event.id);
  expect(codesOf(await decide(app, editor, event, { decision: 'RETURN', reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  const returned = await decide(app, editor, event, { decision: 'RETURN', reason: 'Die Uhrzeit fehlt.' });
  expect(returned.event).toMatchObject({ state: 'DRAFT', review: { submittedAt: null } });
  const seen = await see(app, publisher, event.id);
  expect(seen.review).toMatchObject({ returnedBecause: 'Die Uhrzeit fehlt.', isNeeded: true });
  expect(await queued(app, town, editor)).not.toContain(event.id);
  expect(codesOf(await decide(app, editor, returned.event))).toEqual(['NOT_IN_REVIEW']);
  const again = (await askData(app.port, publisher, publish, { id: event.id })).it.event;
  expect(again).toMatchObject({ state: 'IN_REVIEW', review: { returnedBecause: null } });
  expect(codesOf(await decide(app, editor, event))).toEqual(['CONFLICT']);
  expect((await decide(app, admin, again)).event).toMatchObject({ state: 'PUBLISHED', review: { submittedAt: null } });
  expect(await see(app, {}, event.id)).toMatchObject({ state: 'PUBLISHED', review: null });
  const submitted = ['calendar.submitted', 'calendar.reviewed RETURNED', 'calendar.submitted'];
  expect(await eventsOf(app, event.id)).toEqual([...submitted, 'calendar.published', 'calendar.reviewed APPROVED']);
});

test('who wrote or submitted it cannot decide, nor can clerks, members and programs', async ({ app, town, admin }) => {
  const event = await submitEvent(app, town, {}, editor);
  expect(event.state).toBe('IN_REVIEW');
  expect((await see(app, editor, event.id)).review.viewerCanDecide).toEqual({ allowed: false, code: 'OWN_SUBMISSION' });
  expect(codesOf(await decide(app, editor, event))).toEqual(['OWN_SUBMISSION']);
  const changed = await change(app, admin, event.id, { title: 'Konzert am See' });
  expect(changed.event).toMatchObject({ state: 'IN_REVIEW', title: 'Konzert am See' });
  for (const who of [editor, admin]) expect(codesOf(await decide(app, who, changed.event))).toEqual(['OWN_SUBMISSION']);
  const clerk = await givenStaff(app, town, 'CLERK');
  const input = { eventId: event.id, version: changed.event.version, decision: 'APPROVE' };
  for (const who of [publisher, member, clerk, stranger, key]) {
    expect((await ask(app.port, who, review, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(app.port, who, queue, { ags: town.ags })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

test('the only reviewer of a town decides alone, and the event of the audit trail says so', async ({ app }) => {
  const small = await givenPlace(app);
  const only = await givenStaff(app, small);
  const group = await givenGroup(app, small, { joinPolicy: 'OPEN', needsReview: true });
  const event = await givenEvent(app, small, only, { groupIds: [group.id] });
  expect((await see(app, only, event.id)).review.viewerCanDecide.allowed).toBe(true);
  expect((await decide(app, only, event)).event.state).toBe('PUBLISHED');
  expect((await eventsOf(app, event.id)).at(-1)).toBe('calendar.reviewed APPROVED_ALONE');
});

test('new wording of a published event waits; settings, time, place and a cancellation take effect at once', async ({
  app,
  town,
  admin,
}) => {
  const event = await submitEvent(app, town);
  await decide(app, editor, event);
  const english = [{ locale: 'en', title: 'Concert', body: '' }];
  const wording = { title: 'Konzert am See', body: 'Um neun.', variants: english };
  const { event: waiting } = await change(app, publisher, event.id, { ...wording, maxCompanions: 4 });
  expect(waiting).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park', maxCompanions: 4 });
  expect(waiting.review.proposal).toMatchObject({ title: 'Konzert am See', variants: [{ title: 'Concert' }] });
  expect(await see(app, member, event.id)).toMatchObject({ title: 'Konzert im Park', review: null });
  expect(await queued(app, town, admin)).toContain(event.id);

  const [date] = waiting.occurrences.nodes;
  const named = { occurrenceId: date.id, scope: 'THIS' };
  const moved = (
    await askData(app.port, publisher, move, { input: { ...named, version: waiting.version, place: 'Stadthalle' } })
  ).it;
  expect(codesOf(moved)).toEqual([]);
  expect((await see(app, {}, event.id)).occurrences.nodes[0].place).toBe('Stadthalle');
  expect(moved.event.review.submittedAt).toBe(waiting.review.submittedAt);
  expect(codesOf(await decide(app, editor, waiting))).toEqual(['CONFLICT']);

  const returned = await decide(app, editor, moved.event, { decision: 'RETURN', reason: 'Welcher See?' });
  expect(returned.event).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park' });
  expect((await see(app, publisher, event.id)).review).toMatchObject({
    returnedBecause: 'Welcher See?',
    submittedAt: null,
  });
  const same = await change(app, publisher, event.id, { ...wording, place: 'Stadthalle' });
  expect(same.event.review).toMatchObject({ returnedBecause: null, proposal: { title: 'Konzert am See' } });
  const approved = await decide(app, editor, same.event);
  expect(approved.event).toMatchObject({ title: 'Konzert am See', review: { proposal: null, submittedAt: null } });

  const again = await change(app, publisher, event.id, { title: 'Konzert am Waldsee', place: 'Stadthalle' });
  const input = { ...named, version: again.event.version, scope: 'ALL' };
  expect((await askData(app.port, publisher, cancel, { input })).it.event).toMatchObject({ state: 'CANCELLED' });
  expect(await queued(app, town, editor)).not.toContain(event.id);
  expect((await see(app, publisher, event.id)).review).toMatchObject({ proposal: null, submittedAt: null });
});

test('the published wording takes a proposal back, and unchanged wording asks nobody again', async ({ app, town }) => {
  const event = await submitEvent(app, town);
  await decide(app, editor, event);
  await change(app, publisher, event.id, { title: 'Konzert am See' });
  await change(app, publisher, event.id, { title: 'Konzert am See', maxCompanions: 2 });
  const dropped = await change(app, publisher, event.id);
  expect(dropped.event.review).toMatchObject({ proposal: null, submittedAt: null });
  const after = (await eventsOf(app, event.id)).slice(3);
  expect(after).toEqual(['calendar.submitted', 'calendar.edited', 'calendar.proposalDropped']);
  const gone = (await askData(app.port, publisher, withdraw, { id: event.id })).it.event;
  expect(gone.state).toBe('WITHDRAWN');
  expect(codesOf(await decide(app, editor, gone))).toEqual(['NOT_IN_REVIEW']);
});

test('later dates of a split series keep the proposal that waits', async ({ app, town }) => {
  const tomorrow = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000);
  const dates = { startsAt: tomorrow, endsAt: new Date(tomorrow.getTime() + 3_600_000), isAllDay: false };
  const event = await submitEvent(app, town, { dates: { ...dates, recurrence: { frequency: 'WEEKLY', count: 4 } } });
  await decide(app, editor, event);
  const { event: waiting } = await change(app, publisher, event.id, { title: 'Konzert am See' });
  const occurrenceId = waiting.occurrences.nodes[2].id;
  const input = { occurrenceId, version: waiting.version, scope: 'FOLLOWING', place: 'Stadthalle' };
  const later = (await askData(app.port, publisher, move, { input })).it.event;
  expect(later.id).not.toBe(event.id);
  const titles = { title: 'Konzert im Park', review: { proposal: { title: 'Konzert am See' } } };
  for (const id of [event.id, later.id]) expect(await see(app, editor, id)).toMatchObject(titles);
  expect(await queued(app, town, editor)).toEqual(expect.arrayContaining([event.id, later.id]));
});

test('a submitted event is taken back as a draft, and an approval after its last date is refused', async ({
  app,
  town,
}) => {
  const event = await submitEvent(app, town);
  const draft = (await askData(app.port, publisher, withdraw, { id: event.id })).it.event;
  expect(draft).toMatchObject({ state: 'DRAFT', review: { submittedAt: null } });
  expect(codesOf(await decide(app, editor, draft))).toEqual(['NOT_IN_REVIEW']);
  const again = (await askData(app.port, publisher, publish, { id: event.id })).it.event;
  const em = app.services.em.fork();
  await em.execute(
    `update occurrence set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour' where event_id = ?`,
    [uuidOf(event.id)],
  );
  expect(codesOf(await decide(app, editor, again))).toEqual(['IN_THE_PAST']);
  expect((await decide(app, editor, again, { decision: 'RETURN', reason: 'Vorbei.' })).event.state).toBe('DRAFT');
});

test('reviewers of a closed group are its members only', async ({ app, town, admin }) => {
  const council = await givenGroup(app, town, { needsReview: true });
  const author = await givenMember(app, town, council, { isPublisher: true });
  const second = await givenMember(app, town, council, { who: await givenStaff(app, town, 'EDITOR') });
  const event = await submitEvent(app, town, {}, author, [council]);
  for (const who of [editor, admin]) {
    expect(await queued(app, town, who)).not.toContain(event.id);
    expect(await see(app, who, event.id)).toBeNull();
  }
  expect(await queued(app, town, second)).toContain(event.id);
  expect((await decide(app, second, event)).event.state).toBe('PUBLISHED');
});

test('an event whose author is erased is still decided', async ({ app, town }) => {
  const author = await givenMember(app, town, club, { isPublisher: true });
  const event = await submitEvent(app, town, {}, author);
  const em = app.services.em.fork();
  await em.execute('update event set author_id = null, submitted_by_id = null where id = ?', [uuidOf(event.id)]);
  expect((await decide(app, editor, event)).event.state).toBe('PUBLISHED');
});

test('a draft of a program cannot pass the review', async ({ app, town }) => {
  const draft = await submitEvent(app, town, { isDraft: true }, key as object as Somebody);
  const waiting = (await askData(app.port, publisher, publish, { id: draft.id })).it.event;
  expect(waiting.state).toBe('IN_REVIEW');
  const input = { ...content, eventId: draft.id, version: waiting.version, title: 'Anderer Text' };
  expect(codesOf((await askData(app.port, key, update, { input })).it)).toEqual(['EVENT_IN_REVIEW']);
  expect((await ask(app.port, key, publish, { id: draft.id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

const facts = `id title state version maxCompanions
  occurrences(first: 9) { nodes { id startsAt place state } }
  review { submittedAt returnedBecause isNeeded viewerCanDecide { allowed code } proposal { title body variants { title } } }`;
const read = `query($id: ID!) { event(id: $id) { ${facts} } }`;
const review = `mutation($input: ReviewEventInput!) { it: reviewEvent(input: $input) {
  event { ${facts} } userErrors { code path } } }`;
const publish = `mutation($id: ID!) { it: publishEvent(input: { eventId: $id }) { event { ${facts} } userErrors { code } } }`;
const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) {
  event { ${facts} } userErrors { code path } } }`;
const withdraw = `mutation($id: ID!) { it: withdrawEvent(input: { eventId: $id }) { event { ${facts} } userErrors { code } } }`;
const move = `mutation($input: ChangeOccurrencesInput!) { it: changeOccurrences(input: $input) {
  event { ${facts} } userErrors { code } } }`;
const cancel = `mutation($input: CancelOccurrencesInput!) { it: cancelOccurrences(input: $input) {
  event { ${facts} } userErrors { code } } }`;
const queue = `query($ags: String!) { municipality(ags: $ags) {
  eventsInReview(first: 50) { totalCount edges { node { id } } } } }`;

const content = { title: 'Konzert im Park', body: 'Um acht.', place: 'Marktplatz' };
const submitEvent = (app: TestServer, town: Place, more: object = {}, who = publisher, groups = [club]) =>
  givenEvent(app, town, who, { ...content, groupIds: groups.map(({ id }) => id), ...more });
const see = async (app: TestServer, who: object, id: string): Promise<Data> =>
  (await ask(app.port, who, read, { id })).data.event;
const decide = async (
  app: TestServer,
  who: object,
  event: { id: string; version: number },
  more: object = {},
): Promise<Data> => {
  const input = { eventId: event.id, version: event.version, decision: 'APPROVE', ...more };
  return (await askData(app.port, who, review, { input })).it;
};
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const change = async (app: TestServer, who: object, id: string, more: object = {}): Promise<Data> => {
  const { version } = await see(app, publisher, id);
  const input = { ...content, eventId: id, version, ...more };
  return (await askData(app.port, who, update, { input })).it;
};
const queued = async (app: TestServer, town: Place, who: object): Promise<string[]> => {
  const { municipality } = await askData(app.port, who, queue, { ags: town.ags });
  const { totalCount, edges } = municipality.eventsInReview;
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }: Data) => node.id);
};
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';
const eventsOf = async (app: TestServer, id: string): Promise<string[]> => {
  const sql = `select type, facts->>'outcome' as outcome from domain_event where facts->>'eventId' = ? order by id`;
  const rows: { type: string; outcome: string | null }[] = await app.services.em.fork().execute(sql, [uuidOf(id)]);
  return rows.map(({ type, outcome }) => (outcome === null ? type : `${type} ${outcome}`));
};
