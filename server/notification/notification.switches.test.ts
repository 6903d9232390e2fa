import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { closePoll } from '../poll/poll.opening.service.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { deliveriesOf, givenNews } from '../testing/news.ts';
import { givenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { spread } from './notification.spread.service.ts';

/** Server without a worker: letters stay queued until the test delivers them, one before the switch and one after. */
let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: it runs no jobs, and the test sends all mails.
  app = await startTestServer({ smtpUrl: mail.url }, 'web');
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const vote = `mutation($id: ID!, $options: [ID!]!) { castVote(input: { pollId: $id, optionIds: $options }) { userErrors { code } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
const want = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
const use = `mutation($id: ID!, $modules: [Module!]!) { setModules(input: { municipalityId: $id, modules: $modules }) { municipality { modules } } }`;
const uuidIn = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';

/** By module: causes messages to two people and returns the ids of the subjects. */
const happenings: Record<string, (people: readonly Somebody[]) => Promise<string[]>> = {
  POSTS: async () => [await givenNews(app, place, [place.groupId])],
  POLLS: async (people) => {
    const poll = await givenPoll(app, place, admin);
    for (const who of people) await askData(app.port, who, vote, { id: poll.id, options: [poll.options[0]] });
    await closePoll(forkContext(app.services, system), uuidIn(poll.id));
    return [uuidIn(poll.id)];
  },
  ISSUES: async (people) => {
    const subjects = [];
    for (const who of people) {
      const { id } = await givenIssue(app, place, who);
      await askData(app.port, admin, move, { input: { issueId: id, version: 1, to: 'TRIAGED' } });
      subjects.push(uuidIn(id));
    }
    return subjects;
  },
};

/** Writes the deliveries of the messages about these subjects. */
async function spreadAll(subjectIds: readonly string[]): Promise<void> {
  for (const subjectId of subjectIds) {
    const em = app.services.em.fork();
    const sql = `select id from message where subject_id = ? and kind in ('POST_PUBLISHED', 'POLL_CLOSED', 'ISSUE_MOVED')`;
    const [message]: { id: string }[] = await em.execute(sql, [subjectId]);
    await spread(forkContext(app.services, system), message?.id ?? '');
  }
}

/** Sends what is due by mail now; letters to all others than `who` are not due. */
async function sendTo(who: Somebody): Promise<void> {
  const when = `case when recipient_id = ? then now() else now() + interval '1 hour' end`;
  await app.services.em.fork().execute(`update delivery set due_at = ${when} where state = 'PENDING'`, [who.personId]);
  for (const job of app.services.registry.channels.find(({ name }) => name === 'EMAIL')?.jobs ?? [])
    await job.run(app.services, { claim: randomUUID() } as never);
}

async function setModules(modules: readonly string[]): Promise<void> {
  const id = toGlobalId('Municipality', place.municipalityId);
  const answer = await askData(app.port, admin, use, { id, modules });
  expect(answer.setModules.municipality.modules).toEqual(modules);
}

test.each(['POSTS', 'POLLS', 'ISSUES'])(
  'a letter that lies ready does not leave once %s are switched off',
  async (module) => {
    const people = await givenPeople(app, place, 2);
    const groupId = toGlobalId('Group', place.groupId);
    const now = { channel: 'EMAIL', mode: 'NOW' };
    for (const who of people) {
      await askData(app.port, who, want, { input: { ...now, interest: 'GROUP', groupId } });
      await askData(app.port, who, want, { input: { ...now, interest: 'TAKING_PART' } });
    }
    const subjects = (await happenings[module]?.(people)) ?? [];
    await spreadAll(subjects);
    const [first, second] = people;
    if (first === undefined || second === undefined) throw new Error('nobody');

    await sendTo(first);
    await mail.next(`${first.personId}@example.org`);
    await setModules(['POSTS', 'POLLS', 'ISSUES'].filter((other) => other !== module));
    await sendTo(second);
    const rows = (await Promise.all(subjects.map((subject) => deliveriesOf(app, subject)))).flat();
    const letterTo = ({ personId }: Somebody) =>
      rows.find((row) => row.recipientId === personId && row.channel === 'EMAIL');
    expect(letterTo(first)).toMatchObject({ state: 'SENT' });
    expect(letterTo(second)).toMatchObject({ state: 'CANCELLED', failure: 'NO_LONGER_WANTED', attempts: 1 });
    expect(mail.mails).toEqual([]);
    await setModules(['POSTS', 'POLLS', 'ISSUES']);
  },
);
