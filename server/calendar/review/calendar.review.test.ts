import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { type GivenKey, givenKey } from '../../testing/keys.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let editor: Somebody;
let admin: Somebody;
let publisher: Somebody;
let member: Somebody;
let stranger: Somebody;
let club: GivenGroup;
let key: GivenKey;
beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  editor = await givenStaff(app, place, 'EDITOR');
  admin = await givenStaff(app, place);
  [stranger] = (await givenPeople(app, place, 1)) as [Somebody];
  club = await givenGroup(app, place, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, place, club, { isPublisher: true });
  member = await givenMember(app, place, club);
  key = await givenKey(app, place, ['events:read', 'events:write']);
});
afterAll(() => app.stop());

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
const submitEvent = (more: object = {}, who = publisher, groups = [club]) =>
  givenEvent(app, place, who, { ...content, groupIds: groups.map(({ id }) => id), ...more });
const see = async (who: object, id: string): Promise<Data> => (await ask(app.port, who, read, { id })).data.event;
const decide = async (who: object, event: { id: string; version: number }, more: object = {}): Promise<Data> => {
  const input = { eventId: event.id, version: event.version, decision: 'APPROVE', ...more };
  return (await askData(app.port, who, review, { input })).it;
};
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const change = async (who: object, id: string, more: object = {}): Promise<Data> => {
  const { version } = await see(publisher, id);
  const input = { ...content, eventId: id, version, ...more };
  return (await askData(app.port, who, update, { input })).it;
};
const queued = async (who: object): Promise<string[]> => {
  const { municipality } = await askData(app.port, who, queue, { ags: place.ags });
  const { totalCount, edges } = municipality.eventsInReview;
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }: Data) => node.id);
};
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';
const eventsOf = async (id: string): Promise<string[]> => {
  const sql = `select type, facts->>'outcome' as outcome from domain_event where facts->>'eventId' = ? order by id`;
  const rows: { type: string; outcome: string | null }[] = await app.services.em.fork().execute(sql, [uuidOf(id)]);
  return rows.map(({ type, outcome }) => (outcome === null ? type : `${type} ${outcome}`));
};

test('an event waits, is returned with a reason, submitted again and approved by somebody else', async () => {
  const event = await submitEvent();
  expect(event.state).toBe('IN_REVIEW');
  expect(await queued(editor)).toContain(event.id);
  expect(codesOf(await decide(editor, event, { decision: 'RETURN', reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  const returned = await decide(editor, event, { decision: 'RETURN', reason: 'Die Uhrzeit fehlt.' });
  expect(returned.event).toMatchObject({ state: 'DRAFT', review: { submittedAt: null } });
  const seen = await see(publisher, event.id);
  expect(seen.review).toMatchObject({ returnedBecause: 'Die Uhrzeit fehlt.', isNeeded: true });
  expect(await queued(editor)).not.toContain(event.id);
  expect(codesOf(await decide(editor, returned.event))).toEqual(['NOT_IN_REVIEW']);
  const again = (await askData(app.port, publisher, publish, { id: event.id })).it.event;
  expect(again).toMatchObject({ state: 'IN_REVIEW', review: { returnedBecause: null } });
  expect(codesOf(await decide(editor, event))).toEqual(['CONFLICT']);
  expect((await decide(admin, again)).event).toMatchObject({ state: 'PUBLISHED', review: { submittedAt: null } });
  expect(await see({}, event.id)).toMatchObject({ state: 'PUBLISHED', review: null });
  const submitted = ['calendar.submitted', 'calendar.reviewed RETURNED', 'calendar.submitted'];
  expect(await eventsOf(event.id)).toEqual([...submitted, 'calendar.published', 'calendar.reviewed APPROVED']);
});

test('who wrote or submitted it cannot decide, nor can clerks, members and programs', async () => {
  const event = await submitEvent({}, editor);
  expect(event.state).toBe('IN_REVIEW');
  expect((await see(editor, event.id)).review.viewerCanDecide).toEqual({ allowed: false, code: 'OWN_SUBMISSION' });
  expect(codesOf(await decide(editor, event))).toEqual(['OWN_SUBMISSION']);
  const changed = await change(admin, event.id, { title: 'Konzert am See' });
  expect(changed.event).toMatchObject({ state: 'IN_REVIEW', title: 'Konzert am See' });
  for (const who of [editor, admin]) expect(codesOf(await decide(who, changed.event))).toEqual(['OWN_SUBMISSION']);
  const clerk = await givenStaff(app, place, 'CLERK');
  const input = { eventId: event.id, version: changed.event.version, decision: 'APPROVE' };
  for (const who of [publisher, member, clerk, stranger, key]) {
    expect((await ask(app.port, who, review, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(app.port, who, queue, { ags: place.ags })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

test('the only reviewer of a town decides alone, and the event of the audit trail says so', async () => {
  const small = await givenPlace(app);
  const only = await givenStaff(app, small);
  const group = await givenGroup(app, small, { joinPolicy: 'OPEN', needsReview: true });
  const event = await givenEvent(app, small, only, { groupIds: [group.id] });
  expect((await see(only, event.id)).review.viewerCanDecide.allowed).toBe(true);
  expect((await decide(only, event)).event.state).toBe('PUBLISHED');
  expect((await eventsOf(event.id)).at(-1)).toBe('calendar.reviewed APPROVED_ALONE');
});

test('new wording of a published event waits; settings, time, place and a cancellation take effect at once', async () => {
  const event = await submitEvent();
  await decide(editor, event);
  const english = [{ locale: 'en', title: 'Concert', body: '' }];
  const wording = { title: 'Konzert am See', body: 'Um neun.', variants: english };
  const { event: waiting } = await change(publisher, event.id, { ...wording, maxCompanions: 4 });
  expect(waiting).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park', maxCompanions: 4 });
  expect(waiting.review.proposal).toMatchObject({ title: 'Konzert am See', variants: [{ title: 'Concert' }] });
  expect(await see(member, event.id)).toMatchObject({ title: 'Konzert im Park', review: null });
  expect(await queued(admin)).toContain(event.id);

  const [date] = waiting.occurrences.nodes;
  const named = { occurrenceId: date.id, scope: 'THIS' };
  const moved = (
    await askData(app.port, publisher, move, { input: { ...named, version: waiting.version, place: 'Stadthalle' } })
  ).it;
  expect(codesOf(moved)).toEqual([]);
  expect((await see({}, event.id)).occurrences.nodes[0].place).toBe('Stadthalle');
  expect(moved.event.review.submittedAt).toBe(waiting.review.submittedAt);
  expect(codesOf(await decide(editor, waiting))).toEqual(['CONFLICT']);

  const returned = await decide(editor, moved.event, { decision: 'RETURN', reason: 'Welcher See?' });
  expect(returned.event).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park' });
  expect((await see(publisher, event.id)).review).toMatchObject({ returnedBecause: 'Welcher See?', submittedAt: null });
  const same = await change(publisher, event.id, { ...wording, place: 'Stadthalle' });
  expect(same.event.review).toMatchObject({ returnedBecause: null, proposal: { title: 'Konzert am See' } });
  const approved = await decide(editor, same.event);
  expect(approved.event).toMatchObject({ title: 'Konzert am See', review: { proposal: null, submittedAt: null } });

  const again = await change(publisher, event.id, { title: 'Konzert am Waldsee', place: 'Stadthalle' });
  const input = { ...named, version: again.event.version, scope: 'ALL' };
  expect((await askData(app.port, publisher, cancel, { input })).it.event).toMatchObject({ state: 'CANCELLED' });
  expect(await queued(editor)).not.toContain(event.id);
  expect((await see(publisher, event.id)).review).toMatchObject({ proposal: null, submittedAt: null });
});

test('the published wording takes a proposal back, and unchanged wording asks nobody again', async () => {
  const event = await submitEvent();
  await decide(editor, event);
  await change(publisher, event.id, { title: 'Konzert am See' });
  await change(publisher, event.id, { title: 'Konzert am See', maxCompanions: 2 });
  const dropped = await change(publisher, event.id);
  expect(dropped.event.review).toMatchObject({ proposal: null, submittedAt: null });
  const after = (await eventsOf(event.id)).slice(3);
  expect(after).toEqual(['calendar.submitted', 'calendar.edited', 'calendar.proposalDropped']);
  const gone = (await askData(app.port, publisher, withdraw, { id: event.id })).it.event;
  expect(gone.state).toBe('WITHDRAWN');
  expect(codesOf(await decide(editor, gone))).toEqual(['NOT_IN_REVIEW']);
});

test('later dates of a split series keep the proposal that waits', async () => {
  const tomorrow = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000);
  const dates = { startsAt: tomorrow, endsAt: new Date(tomorrow.getTime() + 3_600_000), isAllDay: false };
  const event = await submitEvent({ dates: { ...dates, recurrence: { frequency: 'WEEKLY', count: 4 } } });
  await decide(editor, event);
  const { event: waiting } = await change(publisher, event.id, { title: 'Konzert am See' });
  const occurrenceId = waiting.occurrences.nodes[2].id;
  const input = { occurrenceId, version: waiting.version, scope: 'FOLLOWING', place: 'Stadthalle' };
  const later = (await askData(app.port, publisher, move, { input })).it.event;
  expect(later.id).not.toBe(event.id);
  const titles = { title: 'Konzert im Park', review: { proposal: { title: 'Konzert am See' } } };
  for (const id of [event.id, later.id]) expect(await see(editor, id)).toMatchObject(titles);
  expect(await queued(editor)).toEqual(expect.arrayContaining([event.id, later.id]));
});

test('a submitted event is taken back as a draft, and an approval after its last date is refused', async () => {
  const event = await submitEvent();
  const draft = (await askData(app.port, publisher, withdraw, { id: event.id })).it.event;
  expect(draft).toMatchObject({ state: 'DRAFT', review: { submittedAt: null } });
  expect(codesOf(await decide(editor, draft))).toEqual(['NOT_IN_REVIEW']);
  const again = (await askData(app.port, publisher, publish, { id: event.id })).it.event;
  const em = app.services.em.fork();
  await em.execute(
    `update occurrence set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour' where event_id = ?`,
    [uuidOf(event.id)],
  );
  expect(codesOf(await decide(editor, again))).toEqual(['IN_THE_PAST']);
  expect((await decide(editor, again, { decision: 'RETURN', reason: 'Vorbei.' })).event.state).toBe('DRAFT');
});

test('reviewers of a closed group are its members only', async () => {
  const council = await givenGroup(app, place, { needsReview: true });
  const author = await givenMember(app, place, council, { isPublisher: true });
  const second = await givenMember(app, place, council, { who: await givenStaff(app, place, 'EDITOR') });
  const event = await submitEvent({}, author, [council]);
  for (const who of [editor, admin]) {
    expect(await queued(who)).not.toContain(event.id);
    expect(await see(who, event.id)).toBeNull();
  }
  expect(await queued(second)).toContain(event.id);
  expect((await decide(second, event)).event.state).toBe('PUBLISHED');
});

test('an event whose author is erased is still decided', async () => {
  const author = await givenMember(app, place, club, { isPublisher: true });
  const event = await submitEvent({}, author);
  const em = app.services.em.fork();
  await em.execute('update event set author_id = null, submitted_by_id = null where id = ?', [uuidOf(event.id)]);
  expect((await decide(editor, event)).event.state).toBe('PUBLISHED');
});

test('a draft of a program cannot pass the review', async () => {
  const draft = await submitEvent({ isDraft: true }, key as object as Somebody);
  const waiting = (await askData(app.port, publisher, publish, { id: draft.id })).it.event;
  expect(waiting.state).toBe('IN_REVIEW');
  const input = { ...content, eventId: draft.id, version: waiting.version, title: 'Anderer Text' };
  expect(codesOf((await askData(app.port, key, update, { input })).it)).toEqual(['EVENT_IN_REVIEW']);
  expect((await ask(app.port, key, publish, { id: draft.id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
