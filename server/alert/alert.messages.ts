import { membersSql, townGroupSql } from '../group/group.standing.service.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type MessageContribution,
  type PushContent,
  smsLike,
} from '../kernel/message.ts';
import type { Interest } from '../kernel/names.ts';
import { townRecipientsSql } from '../recipient/recipient.service.ts';
import { Alert, Incident } from './alert.entity.ts';
import { alertBrokeGlass, alertSent, type AlertSentFacts, alertSubmitted } from './alert.events.ts';
import { emergencyLevel } from './alert.rules.ts';
import { AlertType, IncidentType } from './alert.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
type Frame = keyof (typeof de)['mails'];

/** All recipients of the town: members of its group, and those without an account. */
const everybody = `
  select b.person_id as recipient_id, null::uuid as group_id
  from (${townGroupSql('m.municipality_id')}) g cross join lateral (${membersSql('g.id')}) b
  union select r.id, null from (${townRecipientsSql('m.municipality_id')}) r`;

const staff = `select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s`;

/** Everybody, for a drill of the town hall its staff. */
const ofDrill = `
  select d.recipient_id, d.group_id from incident i cross join lateral (${everybody}) d
    where i.id = m.subject_id and i.audience = 'PUBLIC'
  union all select d.recipient_id, d.group_id from incident i cross join lateral (${staff}) d
    where i.id = m.subject_id and i.audience = 'STAFF'`;

/** Warners and admins of the town, without the author of the alert with the version of the message as its creation. */
const secondPeople = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s
  where s.role in ('WARNER', 'ADMIN') and s.person_id is distinct from m.sender_id
    and exists (select from alert a where a.incident_id = m.subject_id and a.state = 'AWAITING')`;

const admins = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s
  where s.role = 'ADMIN'`;

const sender = `select m.sender_id as recipient_id, null::uuid as group_id where m.sender_id is not null`;

/** Incidents that the person may read, with the alert of the message's version. */
const inbox: InboxReader = {
  subjectTypes: [IncidentType],
  contentTypes: [AlertType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const roles: { id: string }[] = await em.execute(
      `select distinct municipality_id as id from role where person_id = ? and municipality_id is not null`,
      [person],
    );
    const towns = new Set(roles.map(({ id }) => id));
    const all = await em.find(Incident, { id: { $in: ids } }, { refresh: true });
    const readable = all.filter(
      ({ audience, startedAt, municipality }) =>
        (audience === 'PUBLIC' && startedAt != null) || towns.has(municipality.id),
    );
    const alerts = await em.find(Alert, { incident: { $in: ids }, state: 'SENT' }, { refresh: true });
    const byNumber = new Map(alerts.map((alert) => [`${alert.incident.id} ${alert.number}`, alert]));
    const incidents = new Map(readable.map((incident) => [incident.id, incident]));
    return ({ subjectId, version }) => ({
      subject: incidents.get(subjectId) ?? null,
      content: byNumber.get(`${subjectId} ${String(version)}`) ?? null,
    });
  },
};

interface Kind {
  readonly kind: string;
  readonly class: MessageContribution['class'];
  readonly interest: Interest | null;
  readonly description: string;
  readonly audience: string;
  readonly frame: Frame;
}

function defineKind({ frame, ...kind }: Kind): MessageContribution {
  const push = (ctx: Context, letter: Letter): Promise<PushContent> => writePush(ctx, letter, frame);
  return defineMessage({
    ...kind,
    module: 'ALERTS',
    inbox,
    mail: (ctx, letter) => writeMail(ctx, letter, frame),
    push,
    sms: smsLike(push),
  });
}

const kinds = {
  EMERGENCY: defineKind({
    kind: 'EMERGENCY',
    class: 'EMERGENCY',
    interest: 'WARNINGS',
    description: 'A real warning from level 3 began, went on or rose.',
    audience: everybody,
    frame: 'warning',
  }),
  EMERGENCY_EASED: defineKind({
    kind: 'EMERGENCY_EASED',
    class: 'EMERGENCY',
    interest: 'WARNINGS',
    description: 'A real warning from level 3 was lowered or ended.',
    audience: everybody,
    frame: 'eased',
  }),
  WARNING: defineKind({
    kind: 'WARNING',
    class: 'PERSONAL',
    interest: 'WARNINGS',
    description: 'A real warning below level 3 began or changed.',
    audience: everybody,
    frame: 'warning',
  }),
  WARNING_ENDED: defineKind({
    kind: 'WARNING_ENDED',
    class: 'PERSONAL',
    interest: 'WARNINGS',
    description: 'A real warning below level 3 ended.',
    audience: everybody,
    frame: 'eased',
  }),
  DRILL: defineKind({
    kind: 'DRILL',
    class: 'PERSONAL',
    interest: 'WARNINGS',
    description: 'A drill of a warning began, changed or ended; every text begins with PROBE.',
    audience: ofDrill,
    frame: 'drill',
  }),
} as const;

const awaiting = defineKind({
  kind: 'ALERT_AWAITING',
  class: 'EMERGENCY',
  interest: null,
  description: 'Warners and admins: an alert waits for a second person.',
  audience: secondPeople,
  frame: 'awaiting',
});

const brokeGlass = defineKind({
  kind: 'ALERT_BROKE_GLASS',
  class: 'PERSONAL',
  interest: null,
  description: 'Admins: an alert was sent without a second person, and waits for a review.',
  audience: admins,
  frame: 'brokeGlass',
});

export const expiring = defineKind({
  kind: 'ALERT_EXPIRING',
  class: 'PERSONAL',
  interest: null,
  description: 'The sender: the newest alert of an incident expires in 30 minutes.',
  audience: sender,
  frame: 'expiring',
});

export const alertMessages = [...Object.values(kinds), awaiting, brokeGlass, expiring];

export const alertMessageListeners = [
  on(alertSent, async (tx, { facts }) => {
    const message = await kindOf(tx, facts);
    const { author } = await tx.em.findOneOrFail(Alert, facts.alertId);
    const { municipalityId, incidentId: subjectId, number: version } = facts;
    if (message !== undefined)
      await enqueueMessage(tx, message, { municipalityId, subjectId, version, senderId: author?.id ?? null });
  }),
  on(alertSubmitted, async (tx, { facts: { municipalityId, incidentId, alertId } }) => {
    const { author } = await tx.em.findOneOrFail(Alert, alertId);
    await enqueueMessage(tx, awaiting, { municipalityId, subjectId: incidentId, senderId: author?.id ?? null });
  }),
  on(alertBrokeGlass, (tx, { facts: { municipalityId, incidentId } }) =>
    enqueueMessage(tx, brokeGlass, { municipalityId, subjectId: incidentId }),
  ),
];

/** Message about a sent alert. */
async function kindOf(tx: Tx, facts: AlertSentFacts): Promise<MessageContribution | undefined> {
  const { kind, status, msgType, level, levelBefore, incidentId } = facts;
  if (kind === 'DISRUPTION') return undefined;
  if (status === 'EXERCISE') return kinds.DRILL;
  const { highestLevel } = await tx.em.findOneOrFail(Incident, incidentId);
  if (highestLevel < emergencyLevel) return msgType === 'CANCEL' ? kinds.WARNING_ENDED : kinds.WARNING;
  const isEased = msgType === 'CANCEL' || level < levelBefore || level < emergencyLevel;
  return isEased ? kinds.EMERGENCY_EASED : kinds.EMERGENCY;
}

/** The alert of a message in the language of its recipient. */
async function readWords({ em }: Context, { message, recipient: { locale } }: Letter) {
  const { subjectId, version } = message;
  const where = version == null ? { incident: subjectId } : { incident: subjectId, number: version };
  const alert = await em.findOneOrFail(Alert, where, { orderBy: { id: 'desc' } });
  const { texts: all } = alert.content;
  const words = all.find((text) => text.locale === locale) ?? all[0];
  if (words === undefined) throw new Error(`The alert ${alert.id} has no words.`);
  return { alert, words };
}

async function writeMail(ctx: Context, letter: Letter, frame: Frame): Promise<MailContent> {
  const { alert, words } = await readWords(ctx, letter);
  const { town, recipient } = letter;
  const time = new Intl.DateTimeFormat(recipient.locale.slice(0, 2), {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: town.timeZone,
  });
  return {
    text: textsIn(texts, recipient.locale).mails[frame],
    values: {
      town: town.name,
      level: String(alert.level),
      headline: words.headline,
      description: words.description,
      instructions: words.instructions.map(({ text }, i) => `${i + 1}. ${text}`).join('\n'),
      sender: alert.sender,
      reason: alert.brokeGlassBecause ?? '',
      time: time.format(alert.sentAt ?? alert.createdAt),
      until: time.format(alert.expiresAt),
      link: pageUrl(ctx, town.ags, pageOf(letter)),
    },
  };
}

async function writePush(ctx: Context, letter: Letter, frame: Frame): Promise<PushContent> {
  const { words } = await readWords(ctx, letter);
  const { title, body } = textsIn(texts, letter.recipient.locale).pushes[frame];
  const [first] = words.instructions;
  const values = {
    headline: words.headline,
    description: words.description,
    first: first?.text ?? words.description,
    sender: '',
    reason: '',
    until: '',
  };
  return { title: fillText(title, values), body: fillText(body, values), page: pageOf(letter) };
}

function pageOf({ message }: Letter): string {
  return `warnings/${toGlobalId('Incident', message.subjectId)}`;
}
