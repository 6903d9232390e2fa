import { findAccountMail } from '../identity/identity.person.service.ts';
import type { Services } from '../kernel/context.ts';
import { dateLocale, readLocale } from '../kernel/locale.ts';
import { MailError } from '../kernel/mail.ts';
import { fillText, renderMail, textsIn } from '../kernel/mail.render.ts';
import type { ConditionKind, Measured, NoticePhase } from './operation.entity.ts';
import { operationTexts } from './operation.texts.ts';

interface Notice {
  readonly id: string;
  readonly kind: ConditionKind;
  readonly phase: NoticePhase;
  readonly personId: string;
  readonly beganAt: string;
  readonly at: string;
  readonly measured: Measured;
}

/** Seconds for which a process has a notice to itself; a killed process leaves it to the next look. */
const leaseSeconds = 50;
/** Maximum number of notices in one look. */
const mostSent = 20;

/**
 * Sends the mails that wait. A mail that the server does not take stays and is tried again at the next look; one whose
 * recipient is refused for good is dropped. The Message-ID is that of the row, so a repetition after a crash is recognised.
 */
export async function sendNotices(services: Services): Promise<void> {
  const em = services.em.fork();
  const claimed: Notice[] = await em.execute(claimSql, [mostSent]);
  for (const notice of claimed.toSorted((a, b) => a.id.localeCompare(b.id))) {
    const isDone = await sendNotice(services, notice);
    await em.execute(
      isDone ? 'delete from watch_notice where id = ?' : 'update watch_notice set lease_until = null where id = ?',
      [notice.id],
    );
    if (!isDone) return release(services, claimed); // the next one would fail too
  }
}

const claimSql = `
update watch_notice n set lease_until = now() + interval '${leaseSeconds} seconds'
from (
  select id from watch_notice where lease_until is null or lease_until < now()
  order by id limit ? for update skip locked) c
where n.id = c.id
returning n.id, n.kind, n.phase, n.person_id as "personId", n.began_at as "beganAt", n.at, n.measured`;

async function release({ em }: Services, notices: readonly Notice[]): Promise<void> {
  await em
    .fork()
    .execute(
      'update watch_notice set lease_until = null where id in (select value::uuid from json_array_elements_text(?::json))',
      [JSON.stringify(notices.map(({ id }) => id))],
    );
}

/** Returns whether the notice is done: sent, or never to be sent. */
async function sendNotice(services: Services, notice: Notice): Promise<boolean> {
  const account = await findAccountMail(services, notice.personId);
  if (account === null) return true;
  const { email, locale } = account;
  try {
    await services.mail.send({
      to: { name: '', address: email },
      messageId: `watch.${notice.id}`,
      thread: `watch.${notice.kind}.${new Date(notice.beganAt).getTime()}`,
      ...textOf(services, notice, locale),
    });
    return true;
  } catch (error) {
    const { reason, isPermanent } = error instanceof MailError ? error : { reason: String(error), isPermanent: false };
    services.log.warn({ notice: notice.id, condition: notice.kind, reason }, 'a mail to an operator could not be sent');
    return isPermanent;
  }
}

function textOf({ config, publicUrl }: Services, { kind, phase, beganAt, at, measured }: Notice, locale: string) {
  const texts = textsIn(operationTexts, locale).mails;
  const text = phase === 'END' ? texts.end[kind] : texts.begin[kind];
  const subject = phase === 'REMINDER' ? fillText(texts.reminder, { subject: text.subject }) : text.subject;
  const time = new Intl.DateTimeFormat(dateLocale(readLocale(locale)), {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  });
  const values = {
    installation: new URL(publicUrl()).host,
    since: time.format(new Date(beganAt)),
    until: time.format(new Date(at)),
    link: `${publicUrl()}/operation`,
    ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, String(value)])),
  };
  return renderMail({ ...text, subject }, locale, values, { isDemo: config.mode === 'demo' });
}
