import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import { hmacText, lockText } from '../../kernel/secrets.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { deliveriesOf, givenNews, isSettled } from '../../testing/news.ts';
import { givenPoll } from '../../testing/polls.ts';
import { type TestServer } from '../../testing/server.ts';
import { followGroups, listFollowed, unfollowGroup } from './group.follow.service.ts';
import { test } from '../../testing/fixtures.ts';

test('followers without an account get posts and polls of open groups of their town, and of no other', async ({
  app,
  town: place,
  admin,
  mail,
}) => {
  const choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'OPEN' });
  const kita = await givenGroup(app, place, { joinPolicy: 'CLOSED' });
  const elsewhere = await givenPlace(app, 'Nachbarstadt');
  const follower = await givenFollower(app, place, [choir.groupId, kita.groupId, elsewhere.groupId]);
  expect(await namesOf(app, follower)).toEqual(['Chor']);

  await givenNews(app, place, [choir.groupId], 'Probe am Montag');
  expect((await mail.next(follower.email)).headers.get('subject')).toContain('Probe am Montag');
  await givenPoll(app, place, admin, { groupId: choir.id, title: 'Welches Lied?' });
  expect((await mail.next(follower.email)).headers.get('subject')).toBe('Neue Umfrage: Welches Lied?');

  const others = [await givenNews(app, place, [kita.groupId]), await givenNews(app, elsewhere, [elsewhere.groupId])];
  await settleMessages(app);
  for (const post of others) {
    const reached = (await deliveriesOf(app, post)).map(({ recipientId }) => recipientId);
    expect(reached).not.toContain(follower.id);
  }
});

test('an account follows as a member, never like this', async ({ app, town: place }) => {
  const anna = await givenPerson(app, place);
  await inTown(app, (tx) => followGroups(tx, anna.personId, [place.groupId]));
  expect(await namesOf(app, { id: anna.personId, email: '' })).toEqual([]);
});

test('following twice is following once, and unfollowing ends it', async ({ app, town: place }) => {
  const follower = await givenFollower(app, place, [place.groupId]);
  await inTown(app, (tx) => followGroups(tx, follower.id, [place.groupId, place.groupId]));
  expect(await namesOf(app, follower)).toEqual(['Musterstadt']);
  await inTown(app, (tx) => unfollowGroup(tx, follower.id, place.groupId));
  expect(await namesOf(app, follower)).toEqual([]);
  const post = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => isSettled(app, post)).toBe(true);
  expect((await deliveriesOf(app, post)).map(({ recipientId }) => recipientId)).not.toContain(follower.id);
});

test.for(['ON_REQUEST', 'CLOSED'])(
  'a group that becomes %s loses its followers, also for what is on its way',
  async (policy, { app, town: place, admin, mail }) => {
    const name = `Chor ${randomUUID()}`;
    const choir = await givenGroup(app, place, { name, joinPolicy: 'OPEN' });
    const follower = await givenFollower(app, place, [choir.groupId]);
    const bystander = await givenFollower(app, place, [place.groupId]);
    const waiting = await givenNews(app, place, [choir.groupId], 'Wartet');
    await mail.next(follower.email);
    await app.services.em.fork().execute(
      `update delivery d set state = 'PENDING', due_at = now() + interval '1 second'
     from message m where m.id = d.message_id and m.subject_id = ? and d.recipient_id = ?`,
      [waiting, follower.id],
    );
    await setPolicy(app, admin, choir, name, policy);
    expect(await namesOf(app, follower)).toEqual([]);
    await expect
      .poll(
        async () => {
          await givenNews(app, place, [place.groupId]); // its job also takes what is due
          await mail.next(bystander.email);
          return (await deliveriesOf(app, waiting)).find(({ recipientId }) => recipientId === follower.id);
        },
        { timeout: 20_000 },
      )
      .toMatchObject({ state: 'CANCELLED', failure: 'NO_LONGER_WANTED' });
    const later = await givenNews(app, place, [choir.groupId], 'Nur für Mitglieder');
    await expect.poll(() => isSettled(app, later)).toBe(true);
    expect(await deliveriesOf(app, later)).toEqual([]);
    if (policy === 'CLOSED') return; // the admin would need access to open it again
    await setPolicy(app, admin, choir, name, 'OPEN');
    expect(await namesOf(app, follower)).toEqual([]); // opening the group again brings nobody back
  },
);

test('control: a group that is changed and stays open keeps its followers', async ({ app, town: place, admin }) => {
  const choir = await givenGroup(app, place, { joinPolicy: 'OPEN' });
  const follower = await givenFollower(app, place, [choir.groupId]);
  const name = `Chor ${randomUUID()}`;
  await setPolicy(app, admin, choir, name, 'OPEN');
  expect(await namesOf(app, follower)).toEqual([name]);
});

const change = `mutation($input: ChangeGroupInput!) { changeGroup(input: $input) { userErrors { code } } }`;

const inTown = <T>(app: TestServer, work: (tx: Tx) => Promise<T>): Promise<T> =>
  write(forkContext(app.services, system), work);

interface Follower {
  readonly id: string;
  readonly email: string;
}

/** Adds a recipient without an account, with a confirmed address, that gets mails of these groups at once. */
async function givenFollower(app: TestServer, town: Place, groupIds: readonly string[]): Promise<Follower> {
  const id = randomUUID();
  const contactId = randomUUID();
  const email = `${id}@example.org`;
  await inTown(app, async (tx) => {
    const { secret } = tx;
    const recipient = { id, municipality: town.municipalityId, locale: 'de', origin: 'LINK' as const };
    const address = lockText(secret, contactId, email);
    const contact = { id: contactId, recipient: id, channel: 'EMAIL', address, addressHash: hmacText(secret, email) };
    await tx.em.persist(tx.em.create(Recipient, recipient, { partial: true })).flush();
    await tx.em.persist(tx.em.create(Contact, { ...contact, verifiedAt: tx.now() }, { partial: true })).flush();
    await followGroups(tx, id, groupIds);
    for (const groupId of groupIds)
      await tx.em.execute(
        `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (?, ?, 'GROUP', ?, 'EMAIL', 'NOW')`,
        [randomUUID(), id, groupId],
      );
  });
  return { id, email };
}

async function namesOf(app: TestServer, { id }: Follower): Promise<string[]> {
  return (await listFollowed(forkContext(app.services, system), id)).map(({ name }) => name);
}

async function setPolicy(
  app: TestServer,
  admin: Somebody,
  { id }: GivenGroup,
  name: string,
  joinPolicy: string,
): Promise<void> {
  const input = { groupId: id, name, picture: 'MUSIC', joinPolicy, publishPolicy: 'EDITORS' };
  expect((await askData(app.port, admin, change, { input })).changeGroup.userErrors).toEqual([]);
}
