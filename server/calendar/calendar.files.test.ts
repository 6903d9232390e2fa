import { expect } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { Attachment } from '../media/media.attachment.entity.ts';
import { Photo } from '../media/media.entity.ts';
import { givenAttachment, makePdf, sendAttachment } from '../testing/attachments.ts';
import { givenPerson, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data, identify, type Identified } from '../testing/client.ts';
import { eventInput } from '../testing/events.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPhoto } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { Event, EventFile } from './calendar.entity.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('an event shows its pictures and its poster; browsers save the PDF and run nothing in it', async ({
  app,
  town,
}) => {
  const pictures = [await picture(app, town, 'Der Anger'), await picture(app, town, 'Die Bühne')];
  const { event } = await createEvent(app, town, editor, { pictures, attachments: [await poster(app, town)] });
  expect(event.pictures.map(({ alt }: Data) => alt)).toEqual(['Der Anger', 'Die Bühne']);
  expect(event.attachments).toMatchObject([{ ...words, bytes: makePdf().length }]);
  expect((await open(app, event.pictures[0].large.url)).status).toBe(200);
  const answer = await open(app, event.attachments[0].url);
  const names = ['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'];
  expect([answer.status, ...names.map((name) => answer.headers.get(name))]).toEqual([
    200,
    'application/pdf',
    'attachment; filename="Plakat-zum-Dorffest.pdf"',
    'nosniff',
    "default-src 'none'; sandbox; frame-ancestors 'none'",
  ]);
});

test('files are read by those only who read the event: of a draft, in a closed group, and after the withdrawal', async ({
  app,
  town,
  citizen,
}) => {
  const group = await givenGroup(app, town, { joinPolicy: 'CLOSED' });
  const author = await givenMember(app, town, group, { isPublisher: true });
  const member = await givenMember(app, town, group);
  const key = await givenKey(app, town, ['events:read', 'groups:read']);
  const statuses = async (url: string) =>
    (await Promise.all([{}, citizen, key, member, author].map((who) => open(app, url, who)))).map(
      ({ status }) => status,
    );
  const make = async (isDraft: boolean) =>
    (
      await createEvent(app, town, author, {
        groupIds: [group.id],
        isDraft,
        pictures: [await picture(app, town, 'Gruppenbild', author)],
        attachments: [await poster(app, town, author)],
      })
    ).event;
  for (const url of urlsOf(await make(true))) expect(await statuses(url)).toEqual([404, 404, 404, 404, 200]);
  const published = await make(false);
  for (const url of urlsOf(published)) expect(await statuses(url)).toEqual([404, 404, 404, 200, 200]);
  await askData(app.port, author, withdraw, { id: published.id });
  for (const url of urlsOf(published)) expect(await statuses(url)).toEqual([404, 404, 404, 404, 200]);
});

test('a picture needs alternative text, a PDF its words; what is refused leaves neither an event nor a used file', async ({
  app,
  town,
  citizen,
}) => {
  const before = await app.services.em.fork().count(Event, { municipality: town.municipalityId });
  const refusal = async (more: object) => codesOf(await createEvent(app, town, editor, more));
  const bare = await picture(app, town, ' ');
  const attachment = await poster(app, town);
  expect(await refusal({ pictures: [bare], attachments: [attachment] })).toEqual([
    'PICTURE_WITHOUT_ALT pictures.0.alt',
  ]);
  expect(await refusal({ attachments: [{ ...attachment, title: '', summary: 'kurz' }] })).toEqual([
    'TOO_SHORT attachments.0.title',
    'TOO_SHORT attachments.0.summary',
  ]);
  expect(await refusal({ attachments: [await poster(app, town, citizen)] })).toEqual([
    'UNKNOWN_ATTACHMENT attachments.0',
  ]);
  expect(await refusal({ attachments: Array(4).fill(attachment) })).toEqual(['TOO_MANY_ATTACHMENTS attachments']);
  const pictures = [await picture(app, town, 'Anger'), await picture(app, town, 'Zelt', citizen)];
  expect(await refusal({ pictures })).toEqual(['UNKNOWN_PHOTO pictures.1.photoId']);
  const fake = await sendAttachment(app, town, editor, Buffer.from('<html><script>alert(1)</script></html>'));
  expect([fake.status, fake.code]).toEqual([415, 'NOT_A_PDF']);
  const large = await sendAttachment(app, town, editor, makePdf('x', 30 * 1024 * 1024));
  expect([large.status, large.code]).toEqual([413, 'TOO_LARGE']);
  const em = app.services.em.fork();
  expect(await em.count(Event, { municipality: town.municipalityId })).toBe(before);
  const unused = await em.findOneOrFail(Attachment, idOf('Attachment', attachment.attachmentId));
  expect([unused.usedBy, unused.title]).toEqual([null, '']);
  expect(await em.count(EventFile, { id: unused.id })).toBe(0);
});

test('a change keeps what it does not name; in groups whose events are reviewed, files of a published one stay', async ({
  app,
  town,
}) => {
  const first = await poster(app, town);
  const { event } = await createEvent(app, town, editor, {
    pictures: [await picture(app, town, 'Der Anger')],
    attachments: [first],
  });
  const kept = (await updateEvent(app, event, {})).event;
  expect([kept.pictures.length, kept.attachments.length]).toEqual([1, 1]);
  const second = await poster(app, town);
  const changed = (await updateEvent(app, kept, { attachments: [second], pictures: [] })).event;
  expect(changed.attachments.map(({ id }: Data) => id)).toEqual([second.attachmentId]);
  expect(await isKept(app, event.pictures[0].id, first.attachmentId)).toEqual([false, false]);

  const club = await givenGroup(app, town, { joinPolicy: 'OPEN', needsReview: true });
  const draft = (
    await createEvent(app, town, editor, { groupIds: [club.id], isDraft: true, attachments: [await poster(app, town)] })
  ).event;
  await app.services.em.fork().nativeUpdate(Event, { id: idOf('Event', draft.id) }, { state: 'PUBLISHED' });
  expect(codesOf(await updateEvent(app, draft, { attachments: [] }))).toEqual(['FILES_ARE_FIXED pictures']);
  const [{ id }] = draft.attachments;
  expect((await open(app, draft.attachments[0].url)).status).toBe(200);
  expect(codesOf(await updateEvent(app, draft, { attachments: [{ attachmentId: id, ...words }] }))).toEqual([]);
});

test('after a split both series have the files, until neither has them any more', async ({ app, town }) => {
  const start = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000);
  const dates = {
    startsAt: start.toISOString(),
    endsAt: new Date(start.getTime() + 3_600_000).toISOString(),
    isAllDay: false,
    recurrence: { frequency: 'WEEKLY', count: 4 },
  };
  const { event } = await createEvent(app, town, editor, {
    dates,
    pictures: [await picture(app, town, 'Der Anger')],
    attachments: [await poster(app, town)],
  });
  const input = {
    occurrenceId: event.occurrences.nodes[2].id,
    version: event.version,
    scope: 'FOLLOWING',
    place: 'Turnhalle',
  };
  const later = (await askData(app.port, editor, move, { input })).it.event;
  expect(later.id).not.toBe(event.id);
  expect(urlsOf(later)).toEqual(urlsOf(event));
  const photoId = event.pictures[0].id;
  const attachmentId = event.attachments[0].id;
  const none = { pictures: [], attachments: [] };
  expect(codesOf(await updateEvent(app, { ...event, version: event.version + 1 }, none))).toEqual([]);
  expect(await isKept(app, photoId, attachmentId)).toEqual([true, true]);
  for (const url of urlsOf(later)) expect((await open(app, url)).status).toBe(200);
  expect(codesOf(await updateEvent(app, later, { ...none, place: 'Turnhalle' }))).toEqual([]);
  expect(await isKept(app, photoId, attachmentId)).toEqual([false, false]);
});

test('of ten PDFs an hour those count that are accepted, and refused ones have a rate of their own', async ({
  app,
  town,
}) => {
  const codesOfSending = async (who: Identified, times: number, bytes: Buffer): Promise<(string | undefined)[]> => {
    const codes = [];
    for (let n = 0; n < times; n++) codes.push((await sendAttachment(app, town, who, bytes)).code);
    return codes;
  };
  const fake = Buffer.from('no PDF');
  const member = await givenPerson(app, town);
  expect(await codesOfSending(member, 11, fake)).toEqual(Array(11).fill('NOT_A_PDF'));
  expect(await codesOfSending(member, 11, makePdf())).toEqual([...Array<undefined>(10), 'RATE_LIMITED']);
  const flooder = await givenPerson(app, town);
  expect(await codesOfSending(flooder, 61, fake)).toEqual([...Array<string>(60).fill('NOT_A_PDF'), 'RATE_LIMITED']);
});

test('a program with the scope events:write sends the poster of its draft', async ({ app, town }) => {
  const key = await givenKey(app, town, ['events:write', 'events:read']);
  const { event, userErrors } = await createEvent(app, town, key, {
    isDraft: true,
    attachments: [await poster(app, town, key)],
  });
  expect(userErrors).toEqual([]);
  expect(event.attachments).toMatchObject([words]);
  const reader = await givenKey(app, town, ['events:read']);
  expect((await sendAttachment(app, town, reader, makePdf())).code).toBe('FORBIDDEN');
});

const files = 'pictures { id alt large { url } } attachments { id title summary bytes url }';
const shown = `id version state ${files} occurrences(first: 100) { nodes { id } }`;
const create = `mutation($input: CreateEventInput!) { it: createEvent(input: $input) {
  event { ${shown} } userErrors { code path } } }`;
const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) {
  event { ${shown} } userErrors { code path } } }`;
const move = `mutation($input: ChangeOccurrencesInput!) { it: changeOccurrences(input: $input) {
  event { ${shown} } userErrors { code path } } }`;
const withdraw = `mutation($id: ID!) { withdrawEvent(input: { eventId: $id }) { userErrors { code } } }`;
const words = { title: 'Plakat zum Dorffest', summary: 'Samstag ab 14 Uhr am Anger, Eintritt frei.' };

const createEvent = async (app: TestServer, town: Place, who: Identified, more: object): Promise<Data> =>
  (await askData(app.port, who, create, { input: eventInput(town, more) })).it;
const updateEvent = async (app: TestServer, { id, version }: Data, more: object, who = editor): Promise<Data> => {
  const input = { eventId: id, version, title: 'Flohmarkt', place: 'Marktplatz', ...more };
  return (await askData(app.port, who, update, { input })).it;
};
const poster = async (app: TestServer, town: Place, who: Identified = editor) => ({
  attachmentId: await givenAttachment(app, town, who),
  ...words,
});
const picture = async (app: TestServer, town: Place, alt: string, who = editor) => ({
  photoId: await givenPhoto(app, town, who),
  alt,
});
const open = (app: TestServer, url: string, who: Identified = {}) =>
  fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) });
const codesOf = (payload: Data): string[] =>
  payload.userErrors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);
const urlsOf = ({ pictures, attachments }: Data): string[] => [pictures[0].large.url, attachments[0].url];
/** Whether the rows of a picture and of an attachment exist. */
const isKept = async (app: TestServer, photoId: string, attachmentId: string) => {
  const em = app.services.em.fork();
  const counts = [
    await em.count(Photo, { id: idOf('Photo', photoId) }),
    await em.count(Attachment, { id: idOf('Attachment', attachmentId) }),
  ];
  return counts.map((count) => count === 1);
};
