import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import type { Letter } from '../../kernel/message.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { deliveriesOf, givenGroupOf, givenNews } from '../../testing/news.ts';
import { statementsOf } from '../../testing/statements.ts';
import { type TestServer } from '../../testing/server.ts';
import { Message } from '../notification.entity.ts';
import { bundleDigests, digestMessage } from './notification.digest.service.ts';
import { test } from '../../testing/fixtures.ts';

test('what came since the last digest is one mail with the full words of all, and nothing comes twice', async ({
  app,
  town: place,
  mail,
}) => {
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  const kita = await givenGroupOf(app, place, [anna], { name: 'Kita am Rhein' });
  expect(await choose(app, anna, kita, 'DAILY')).toEqual({ preference: { mode: 'DAILY' }, userErrors: [] });
  const posts = [
    await givenNews(app, place, [kita], 'Neuer {Zaun}'),
    await givenNews(app, place, [kita], 'Sommerfest'),
  ];
  for (const post of posts) await isHeld(app, post);
  expect(mail.to(`${anna.personId}@example.org`)).toEqual([]);

  await bundle(app, place);
  const { headers, text, raw } = await mail.next(`${anna.personId}@example.org`);
  expect(headers.get('subject')).toBe('Neues aus Musterstadt: 2');
  for (const words of ['Kita am Rhein: Neuer {Zaun}', 'Kita am Rhein: Sommerfest', 'Wir bauen & feiern.'])
    expect(text).toContain(words);
  expect(text.match(/Guten Tag/g)).toHaveLength(1);
  for (const post of posts) expect(text).toContain(`/posts/${toGlobalId('Post', post)}`);
  expect(raw).toContain('<h2');
  for (const post of posts)
    await expect.poll(async () => (await mailsOf(app, post)).map(({ state }) => state)).toEqual(['SENT']);
  await bundle(app, place);
  await expect.poll(async () => (await mailsOf(app, posts[0] ?? '')).length).toBe(1);
  expect(mail.to(`${anna.personId}@example.org`)).toEqual([]);
});

test('what was withdrawn, and who left, is not in the digest; an empty digest is not sent', async ({
  app,
  town: place,
  mail,
}) => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [anna]);
  const chor = await givenGroupOf(app, place, [bert]);
  await choose(app, anna, kita, 'WEEKLY');
  await choose(app, bert, chor, 'WEEKLY');
  const stays = await givenNews(app, place, [kita], 'Bleibt');
  const gone = await givenNews(app, place, [kita], 'Zurückgezogen');
  const left = await givenNews(app, place, [chor], 'Probe');
  for (const post of [stays, gone, left]) await isHeld(app, post);
  const em = app.services.em.fork();
  await em.execute(`update post set state = 'WITHDRAWN' where id = ?`, [gone]);
  await em.execute('delete from membership where group_id = ? and person_id = ?', [chor, bert.personId]);
  await bundle(app, place);
  const { text } = await mail.next(`${anna.personId}@example.org`);
  expect(text).toContain('Bleibt');
  expect(text).not.toContain('Zurückgezogen');
  const stateOf = async (post: string) => (await mailsOf(app, post)).map(({ state, failure }) => [state, failure]);
  await expect.poll(() => stateOf(stays)).toEqual([['SENT', null]]);
  await expect.poll(() => stateOf(gone)).toEqual([['CANCELLED', 'NO_LONGER_WANTED']]);
  await expect.poll(() => stateOf(left)).toEqual([['CANCELLED', 'NO_LONGER_WANTED']]);
  expect(mail.to(...[anna, bert].map(({ personId }) => `${personId}@example.org`))).toEqual([]);
});

test('only e-mail has digests, and an account hears of its office only if it works there', async ({
  app,
  town: place,
}) => {
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  expect(await choose(app, anna, place.groupId, 'DAILY', 'INBOX')).toMatchObject({
    userErrors: [{ code: 'MODE_NOT_POSSIBLE', path: ['mode'] }],
  });
  const wrong = { interest: 'OWN_REPORTS', groupId: toGlobalId('Group', place.groupId), channel: 'EMAIL', mode: 'OFF' };
  expect((await askData(app.port, anna, set, { input: wrong })).setPreference.userErrors).toEqual([
    { code: 'GROUP_NOT_FITTING', path: ['groupId'] },
  ]);
  const read = 'query($id: ID!) { viewer { preferences(municipalityId: $id) { interest } } }';
  const id = toGlobalId('Municipality', place.municipalityId);
  const interestsOf = async (who: Somebody): Promise<string[]> =>
    (await askData(app.port, who, read, { id })).viewer.preferences.map(
      ({ interest }: { interest: string }) => interest,
    );
  expect(await interestsOf(anna)).not.toContain('DESK');
  expect(await interestsOf(await givenStaff(app, place))).toContain('DESK');
});

/** Statements that write a digest of `count` posts of as many groups. */
async function statementsOfDigest(app: TestServer, place: Place, count: number): Promise<number> {
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  const posts: string[] = [];
  for (let n = 0; n < count; n++) {
    const groupId = await givenGroupOf(app, place, [anna]);
    await choose(app, anna, groupId, 'DAILY');
    posts.push(await givenNews(app, place, [groupId], `Beitrag ${n} von ${count}`));
  }
  for (const post of posts) await isHeld(app, post);
  const em = app.services.em.fork();
  const [digest = { id: '' }]: { id: string }[] = await em.execute(
    `insert into message (id, municipality_id, kind, subject_id, at) values (gen_random_uuid(), ?, 'DIGEST', ?, now()) returning id`,
    [place.municipalityId, place.municipalityId],
  );
  const [held = { contactId: '' }]: { contactId: string }[] = await em.execute(
    `update delivery set bundle = ? where recipient_id = ? and state = 'HELD' returning contact_id as "contactId"`,
    [digest.id, anna.personId],
  );
  const ctx = forkContext(app.services, system);
  const message = await ctx.em.findOneOrFail(Message, digest.id);
  const town = await ctx.em.findOneOrFail(Municipality, place.municipalityId);
  const recipient = { id: anna.personId, address: '', locale: 'de', linkVersion: null };
  const about = { message, town, recipient, group: null };
  const letter: Letter = { id: '', token: '', at: new Date(), contactId: held.contactId, lane: 'BULK', ...about };
  const { mail: writeDigest } = digestMessage;
  if (writeDigest === 'NONE') expect.fail();
  const sent = await statementsOf(app, async () =>
    expect((await writeDigest(ctx, letter)).sections).toHaveLength(count),
  );
  return sent.length;
}

test('a digest of twelve sections takes as many statements as one of two', async ({ app, town: place }) => {
  const few = await statementsOfDigest(app, place, 2);
  const many = await statementsOfDigest(app, place, 12);
  console.log(`statements of a digest: ${few} for 2 sections, ${many} for 12`);
  expect(many).toBe(few);
});

const set = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { preference { mode } userErrors { code path } } }`;

async function choose(app: TestServer, who: Somebody, groupId: string, mode: string, channel = 'EMAIL') {
  const input = { interest: 'GROUP', groupId: toGlobalId('Group', groupId), channel, mode };
  return (await askData(app.port, who, set, { input })).setPreference;
}

const mailsOf = async (app: TestServer, subjectId: string) =>
  (await deliveriesOf(app, subjectId)).filter(({ channel }) => channel === 'EMAIL');

async function isHeld(app: TestServer, subjectId: string): Promise<void> {
  await expect
    .poll(async () => (await mailsOf(app, subjectId)).map(({ state }) => state), { timeout: 15_000 })
    .toEqual(['HELD']);
}

/** Lets the time of all digests of the town come. */
async function bundle(app: TestServer, place: Place): Promise<void> {
  const em = app.services.em.fork();
  await em.execute(`update delivery set due_at = now() - interval '1 second' where state = 'HELD'`);
  const dueAt = new Date().toISOString();
  await bundleDigests(forkContext(app.services, system), { municipalityId: place.municipalityId, dueAt });
}
