import { expect } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { givenEvent } from '../../testing/events.ts';
import { test } from '../../testing/fixtures.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import type { MailServer } from '../../testing/mail.ts';
import { givenPost } from '../../testing/posts.ts';
import type { TestServer } from '../../testing/server.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
let editor: Somebody;
let second: Somebody;
let admin: Somebody;
let club: GivenGroup;
let publisher: Somebody;
test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mail = smtp;
  place = await givenPlace(app);
  editor = await givenStaff(app, place, 'EDITOR');
  second = await givenStaff(app, place, 'EDITOR');
  admin = await givenStaff(app, place);
  club = await givenGroup(app, place, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, place, club, { isPublisher: true });
});

const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;
/** People of the town to whom mails went that no test has taken. */
const mailedTo = () => mail.to(...[editor, second, admin, publisher].map(addressOf)).flatMap(({ to }) => to);

const kinds = [
  { name: 'post', page: 'posts', mutation: 'reviewPost', type: 'ReviewPostInput!', id: 'postId', make: givenPost },
  {
    name: 'event',
    page: 'events',
    mutation: 'reviewEvent',
    type: 'ReviewEventInput!',
    id: 'eventId',
    make: givenEvent,
  },
] as const;

for (const { name, page, mutation, type, id, make } of kinds) {
  const decide = async (who: Somebody, subject: Data, more: object): Promise<void> => {
    const query = `mutation($input: ${type}) { it: ${mutation}(input: $input) { userErrors { code } } }`;
    const input = { [id]: subject.id, version: subject.version, decision: 'APPROVE', ...more };
    expect((await askData(app.port, who, query, { input })).it.userErrors).toEqual([]);
  };

  test(`of a submitted ${name} the other editors get a mail with the way to the decision, its author the outcome`, async () => {
    const title = `Probe ${name}`;
    const subject = await make(app, place, editor, { groupIds: [club.id], title });
    const asked = await mail.next(addressOf(second));
    expect(asked.text).toContain(title);
    expect(asked.text).toContain(`/${place.ags}/${page}/review/${subject.id}`);
    await settleMessages(app);
    expect(mailedTo()).toEqual([]); // neither the author, nor admins beside an editor
    await decide(second, subject, { decision: 'RETURN', reason: 'Wo ist das?' });
    const told = await mail.next(addressOf(editor));
    expect(told.text).toContain('Wo ist das?');
    await settleMessages(app);
    expect(mailedTo()).toEqual([]);
  });

  test(`who switched mails of the desk off gets none of a ${name}; who has no other reviewer gets one as admin`, async () => {
    const off = `mutation { setPreference(input: { interest: DESK, channel: EMAIL, mode: OFF }) { userErrors { code } } }`;
    const on = off.replace('OFF', 'NOW');
    await askData(app.port, second, off);
    const subject = await make(app, place, publisher, { groupIds: [club.id], title: `Auftritt ${name}` });
    await mail.next(addressOf(editor));
    await settleMessages(app);
    expect(mailedTo()).toEqual([]);
    await decide(admin, subject, {});
    await mail.next(addressOf(publisher));
    await settleMessages(app);
    mail.mails.splice(0);
    await askData(app.port, second, on);
  });
}
