import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { expectInbox, inboxOf, inboxPoll, settleMessages } from '../testing/inbox.ts';
import { givenGroupOf } from '../testing/news.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { secretRules } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

test('a poll is announced to the members of its group, by mail to those who chose mail', async ({
  app,
  town: place,
  admin,
  mail,
}) => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const stranger = await givenPerson(app, await givenPlace(app, 'Nachbarstadt'));
  const kita = await givenGroupOf(app, place, [anna, admin], { name: 'Kita am Rhein' });
  const set = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
  const input = { groupId: toGlobalId('Group', kita), interest: 'GROUP', channel: 'EMAIL', mode: 'NOW' };
  await askData(app.port, anna, set, { input });
  const { id } = await givenPoll(app, place, admin, { groupId: toGlobalId('Group', kita), eligibility: 'MEMBERS' });
  await expectInbox(app, anna, 'POLL_OPENED Spielplatz am Rheinufer');
  const received = await mail.next(`${anna.personId}@example.org`);
  expect(received.headers.get('subject')).toBe('Neue Umfrage: Spielplatz am Rheinufer');
  expect(received.text).toContain(`/${place.ags}/polls/${id}`);
  expect(received.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  await settleMessages(app);
  for (const nobody of [bert, stranger]) expect(await inboxOf(app, nobody)).toEqual([]);
  const others = [bert, stranger, admin].map(({ personId }) => `${personId}@example.org`);
  expect(mail.to(...others)).toEqual([]);
});

test('a secret poll that a job opens is announced as well', async ({ app, town: place, admin }) => {
  const anna = await givenPerson(app, place);
  const kita = await givenGroupOf(app, place, [anna, admin]);
  const opensAt = new Date(Date.now() + 3000).toISOString();
  const more = { ...secretRules, groupId: toGlobalId('Group', kita), title: 'Geheim', opensAt };
  await givenPoll(app, place, admin, more);
  expect(await inboxOf(app, anna)).toEqual([]);
  await expectInbox(app, anna, 'POLL_OPENED Geheim');
});

test('a poll inside a post, and one of a town without polls, are not announced', async ({ app }) => {
  const town = await givenPlace(app, 'Stillstadt');
  const editor = await givenStaff(app, town);
  const anna = await givenPerson(app, town);
  const { id: postId } = await givenPost(app, town, editor);
  await givenPoll(app, town, editor, { postId, title: 'Im Beitrag' });
  await settleMessages(app);
  expect((await inboxOf(app, anna)).filter((message) => message.startsWith('POLL'))).toEqual([]);
  // Control: the same poll without the post is announced.
  await givenPoll(app, town, editor, { title: 'Ohne Beitrag' });
  await expect.poll(() => inboxOf(app, anna), inboxPoll).toContain('POLL_OPENED Ohne Beitrag');
  await app.services.em.fork().nativeUpdate(Municipality, town.municipalityId, { modules: ['POSTS'] });
  expect((await inboxOf(app, anna)).filter((message) => message.startsWith('POLL'))).toEqual([]);
});
