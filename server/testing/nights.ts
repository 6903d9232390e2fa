import { expect } from 'vitest';
import { givenPeople, type Place, type Somebody } from './builders.ts';
import { givenPhone, type Phone } from './phones.ts';
import type { PushService } from './push.ts';
import type { TestServer } from './server.ts';
import { givenNumber, type SmsService } from './sms.ts';

/** Settings of recipients at night. */
const modes = [
  { who: 'quiet hours 22 to 7', settings: 'quiet_from = 1320, quiet_to = 420' },
  { who: 'the same, acknowledged', settings: 'quiet_from = 1320, quiet_to = 420', hasAcknowledged: true },
  { who: 'no quiet hours', settings: 'quiet_from = 0, quiet_to = 0' },
  { who: 'only emergencies', settings: 'quiet_from = 1320, quiet_to = 420, only_emergencies = true' },
  { who: 'no SMS for emergencies', settings: 'quiet_from = 1320, quiet_to = 420', isUnticked: true },
] as const;

/** Recipient with one of the settings. */
export interface Sleeper {
  readonly who: Somebody;
  readonly phone: Phone;
  readonly number: string;
  readonly hasAcknowledged: boolean;
}

/** One recipient for each of the settings, who gets each interest by mail, push and SMS at once. */
export async function givenSleepers(
  app: TestServer,
  push: PushService,
  place: Place,
  interests: readonly string[],
): Promise<Sleeper[]> {
  const em = app.services.em.fork();
  const all = await givenPeople(app, place, modes.length);
  const sleepers: Sleeper[] = [];
  for (const [n, mode] of modes.entries()) {
    const who = all[n] ?? expect.fail();
    const { number } = await givenNumber(app, who);
    const hasAcknowledged = 'hasAcknowledged' in mode;
    sleepers.push({ who, phone: await givenPhone(app, push, who), number, hasAcknowledged });
    await em.execute(`update recipient set ${mode.settings} where id = ?`, [who.personId]);
    for (const interest of interests)
      await em.execute(
        `insert into preference (id, recipient_id, interest, channel, mode)
         select gen_random_uuid(), ?, ?, channel, 'NOW' from (values ('EMAIL'), ('PUSH'), ('SMS')) as c(channel)`,
        [who.personId, interest],
      );
    if ('isUnticked' in mode)
      await em.execute(`update contact set for_emergencies = false where recipient_id = ? and channel = 'SMS'`, [
        who.personId,
      ]);
  }
  return sleepers;
}

export interface NightRow {
  readonly who: string;
  readonly kind: string;
  readonly subject: string;
  readonly channel: string;
  readonly state: string;
  /** Seconds since 1970. */
  readonly due: number;
}

/** Deliveries of all messages about these subjects. */
export function nightRows(app: TestServer, subjects: readonly string[]): Promise<NightRow[]> {
  return app.services.em.fork().execute(
    `select d.recipient_id as who, m.kind, m.subject_id as subject, d.channel, d.state,
       extract(epoch from d.due_at)::float8 as due
     from delivery d join message m on m.id = d.message_id
     where m.subject_id in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify(subjects)],
  );
}

const inTown = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' });

interface Arrival {
  readonly sleeper: Sleeper;
  readonly channel: string;
  /** Delivery; undefined: none. */
  readonly row: NightRow | undefined;
  /** Whether a text of the message was shown or sent. */
  isOf(text: string): boolean;
}

/**
 * How a delivery arrived, also by what lies on the other servers: "now", "silent", the time until which it waits, "lost" or
 * "-": not at all.
 */
export async function arrivalOf(
  { push, sms }: { readonly push: PushService; readonly sms: SmsService },
  { sleeper, channel, row, isOf }: Arrival,
): Promise<string> {
  if (row === undefined) return '-';
  if (row.state === 'HELD') return inTown.format(1000 * row.due);
  if (row.state !== 'SENT') return row.state;
  if (channel === 'SMS') return sms.taken.some(({ to, text }) => to === sleeper.number && isOf(text)) ? 'now' : 'lost';
  if (channel !== 'PUSH') return 'now';
  const taken = await push.take(sleeper.phone.subscription, 0);
  const shown = taken.find(({ message }) => isOf(message.notification.title));
  if (shown === undefined) return 'lost';
  const { message, headers } = shown;
  const { silent } = message.notification as { silent: boolean };
  const lifetime = Math.round(Number(headers.ttl) / 60); // minutes; the seconds depend on the sending
  expect([headers.urgency, lifetime]).toEqual(
    silent ? ['low', 1440] : [expect.stringMatching(/high|normal/), lifetime],
  );
  expect([240, 1440, 4320]).toContain(lifetime);
  return silent ? 'silent' : 'now';
}

/** Prints how messages arrived by EMAIL, PUSH and SMS, one column for each of the settings. */
export function printNight(title: string, table: Readonly<Record<string, readonly string[]>>): void {
  const line = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(24)).join('');
  console.log(
    [
      `${title}: EMAIL PUSH SMS`,
      line(['', ...modes.map(({ who }) => who)]),
      ...Object.entries(table).map(([kind, cells]) => line([kind, ...cells])),
    ].join('\n'),
  );
}

/** Lets all sessions outlast a clock that is set ahead, and count as opened a moment ago. */
export async function keepSessions({ services }: TestServer): Promise<void> {
  await services.em
    .fork()
    .execute(`update session set expires_at = '2030-01-01', proven_at = '2030-01-01', method = 'PASSKEY'`);
}
