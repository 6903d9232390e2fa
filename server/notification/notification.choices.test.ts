import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { defineDomain } from '../kernel/domain.ts';
import { write } from '../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../kernel/message.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { setTime } from '../testing/clocks.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { givenGroupOf } from '../testing/news.ts';
import { givenPhone } from '../testing/phones.ts';
import { type PushService, startPushService } from '../testing/push.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const channels = ['INBOX', 'EMAIL', 'PUSH'] as const;
type Channel = (typeof channels)[number];

/** Message to the members of a group, its subject. */
function plant(message: Pick<MessageContribution, 'kind' | 'class' | 'interest' | 'validUntil'>): MessageContribution {
  const group = message.interest === 'OWN_REPORTS' ? 'null::uuid' : 'b.group_id';
  return defineMessage({
    ...message,
    description: 'A message of the test.',
    module: null,
    audience: `select b.person_id as recipient_id, ${group} as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: () => Promise.resolve({ text: { subject: message.kind, body: ['Text'], action: '' }, values: {} }),
    push: () => Promise.resolve({ title: message.kind, body: '', page: '' }),
  });
}

const messages = {
  NEWS: plant({ kind: 'NEWS', class: 'BULK', interest: 'GROUP' }),
  ANSWER: plant({ kind: 'ANSWER', class: 'PERSONAL', interest: 'OWN_REPORTS' }),
  REMINDER: plant({
    kind: 'REMINDER',
    class: 'BULK',
    interest: 'TAKING_PART',
    validUntil: `m.at + interval '6 hours'`,
  }),
  EMERGENCY: plant({ kind: 'EMERGENCY', class: 'EMERGENCY', interest: 'GROUP' }),
};

interface Choices {
  readonly who: string;
  /** Lines "INTEREST CHANNEL MODE". */
  readonly modes?: readonly string[];
  /** Columns of the recipient. */
  readonly settings?: string;
  /** Channels whose contacts are not ticked "also for emergencies". */
  readonly unticked?: readonly Channel[];
  /** Arrival of each message by the channels in their order: "now", the time until which it waits, "-": not at all. */
  readonly at14: readonly [news: string, answer: string, reminder: string, emergency: string];
  readonly at02: readonly [news: string, answer: string, reminder: string, emergency: string];
}

const always = 'now now now';
const people: readonly Choices[] = [
  {
    who: 'nothing chosen',
    at14: ['now - now', always, 'now - now', always],
    at02: ['now - Wed 07:00', 'now now Wed 07:00', 'now - Wed 07:00', always],
  },
  {
    who: 'all by mail, no device',
    modes: [
      'GROUP EMAIL NOW',
      'TAKING_PART EMAIL NOW',
      'GROUP PUSH OFF',
      'TAKING_PART PUSH OFF',
      'OWN_REPORTS PUSH OFF',
    ],
    at14: ['now now -', 'now now -', 'now now -', always],
    at02: ['now now -', 'now now -', 'now now -', always],
  },
  {
    who: 'weekly mail, no quiet hours',
    modes: ['GROUP EMAIL WEEKLY', 'TAKING_PART EMAIL WEEKLY'],
    settings: 'quiet_from = 0, quiet_to = 0',
    at14: ['now Fri 12:00 now', always, always, always],
    at02: ['now Fri 12:00 now', always, always, always],
  },
  {
    who: 'only emergencies',
    modes: ['GROUP EMAIL NOW'],
    settings: 'only_emergencies = true',
    at14: ['now - -', 'now - -', 'now - -', always],
    at02: ['now - -', 'now - -', 'now - -', always],
  },
  {
    who: 'sleeps by day, daily mail',
    modes: ['GROUP EMAIL DAILY'],
    settings: 'quiet_from = 480, quiet_to = 960',
    at14: ['now Tue 18:00 Tue 16:00', 'now now Tue 16:00', 'now - Tue 16:00', always],
    at02: ['now Wed 18:00 now', always, 'now - now', always],
  },
  {
    who: 'in New York, device unticked',
    modes: ['GROUP INBOX OFF'],
    settings: `time_zone = 'America/New_York'`,
    unticked: ['PUSH'],
    // A group that is switched off is silent about its polls too.
    at14: ['- - now', always, '- - now', 'now now -'],
    at02: ['- - now', always, '- - now', 'now now -'],
  },
];

let push: PushService;
let mail: MailServer;
let app: TestServer;
let place: Place;
let group: string;
let all: readonly Somebody[];

beforeAll(async () => {
  push = await startPushService();
  mail = await startMailServer();
  const added = defineDomain({ name: 'planted', messages: Object.values(messages) });
  // A server of its own: it has messages of the test.
  app = await startTestServer({ smtpUrl: mail.url, outsideHosts: [push.host] }, 'all', [added]);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  all = await givenPeople(app, place, people.length);
  group = await givenGroupOf(app, place, all);
  for (const [n, { modes = [], settings, unticked = [] }] of people.entries()) {
    const who = all[n] ?? expect.fail();
    await givenPhone(app, push, who);
    await run(`update recipient set quiet_from = 1320, quiet_to = 420 where id = ?`, [who.personId]);
    if (settings !== undefined) await run(`update recipient set ${settings} where id = ?`, [who.personId]);
    for (const mode of modes) {
      const [interest = '', ...rest] = mode.split(' ');
      const values = [who.personId, interest, interest === 'GROUP' ? group : null, ...rest];
      await run(
        `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (gen_random_uuid(), ?, ?, ?, ?, ?)`,
        values,
      );
    }
    for (const channel of unticked)
      await run('update contact set for_emergencies = false where recipient_id = ? and channel = ?', [
        who.personId,
        channel,
      ]);
  }
});
afterEach(() => {
  setTime(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  push.stop();
});

function run<Row>(sql: string, values: readonly unknown[]): Promise<Row[]> {
  return app.services.em.fork().execute(sql, [...values]);
}

const inTown = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/Berlin',
});

interface Row {
  readonly who: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly state: string;
  readonly due: number;
}

/** Outcomes of all messages of the hour from `since` on, as soon as none of them is on its way. */
async function outcomes(since: string): Promise<(n: number, kind: string) => string> {
  const read = (): Promise<Row[]> =>
    run(
      `select d.recipient_id as who, m.kind, d.channel, d.state, extract(epoch from d.due_at)::float8 as due
       from delivery d join message m on m.id = d.message_id
       where m.subject_id = ? and m.at >= ? and m.at < ?::timestamptz + interval '1 hour'`,
      [group, since, since],
    );
  const isSettled = async (): Promise<boolean> => {
    const jobs = await run(
      `select from jobs.job j join message m on m.id::text = j.data->>'messageId'
       where m.subject_id = ? and j.state < 'completed'`,
      [group],
    );
    const rows = await read();
    return jobs.length === 0 && rows.every(({ state }) => state === 'SENT' || state === 'HELD');
  };
  await expect.poll(isSettled, { timeout: 30_000 }).toBe(true);
  const rows = await read();
  return (n, kind) =>
    channels
      .map((channel) => {
        const found = rows.find((row) => row.who === all[n]?.personId && row.kind === kind && row.channel === channel);
        if (found === undefined) return '-';
        return found.state === 'SENT' ? 'now' : inTown.format(1000 * found.due).replace(',', '');
      })
      .join(' ');
}

test.each([
  ['14:00', '2027-01-12T13:00:00Z', 'at14'],
  ['02:00', '2027-01-13T01:00:00Z', 'at02'],
] as const)('at %s each message arrives exactly as chosen', { timeout: 60_000 }, async (time, moment, column) => {
  mail.mails.length = 0;
  push.pushed.length = 0;
  setTime(app, moment);
  const kinds = Object.keys(messages);
  for (const message of Object.values(messages))
    await write(forkContext(app.services, system), (tx) =>
      enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId: group }),
    );
  const outcomeOf = await outcomes(moment);
  const table = people.map(({ who }, n) => [who, ...kinds.map((kind) => outcomeOf(n, kind))]);
  const line = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(30)).join('');
  console.log([line([`${time} (${channels.join(' ')})`, ...kinds]), ...table.map(line)].join('\n'));
  expect(table).toEqual(people.map((choices) => [choices.who, ...choices[column]]));

  // What is said to be sent lies on the other servers, once for each delivery.
  const sent = (index: number): number =>
    people.flatMap((choices) => choices[column]).filter((cell) => cell.split(/ (?!\d)/)[index] === 'now').length;
  expect(mail.mails).toHaveLength(sent(1));
  expect(push.pushed).toHaveLength(sent(2));
});
