import { Role } from '../identity/identity.entity.ts';
import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  type DeliveryOptions,
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type MessageContribution,
  type PushContent,
  smsLike,
} from '../kernel/message.ts';
import {
  acknowledgedSql,
  adminsSql,
  disruptionSql,
  drillSql,
  everybodySql,
  secondPeopleSql,
  senderSql,
} from './alert.audience.service.ts';
import { Alert, Incident } from './alert.entity.ts';
import { alertBrokeGlass, alertSent, type AlertSentFacts, alertSubmitted } from './alert.events.ts';
import { emergencyLevel } from './alert.rules.ts';
import { AlertType, IncidentType } from './alert.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
type Frame = keyof (typeof de)['mails'];

/** Incidents that the person may read, with the alert of the message's version. */
const inbox: InboxReader = {
  subjectTypes: [IncidentType],
  contentTypes: [AlertType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const roles = await em.find(Role, { person });
    const towns = new Set(roles.flatMap(({ municipality }) => municipality?.id ?? []));
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

type Kind = Pick<MessageContribution, 'kind' | 'class' | 'interest' | 'description' | 'audience' | 'refused'> &
  DeliveryOptions & { readonly frame: Frame };

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

const acknowledged = acknowledgedSql;
const warningInterest = 'WARNINGS' as const;
const disruption = { class: 'PERSONAL', interest: 'DISRUPTIONS', isToMany: true, frame: 'disruption' } as const;

const kinds = {
  EMERGENCY_WARNING: defineKind({
    kind: 'EMERGENCY_WARNING',
    class: 'EMERGENCY',
    interest: warningInterest,
    description: 'A real warning from level 3 began, went on or rose.',
    audience: everybodySql,
    acknowledged,
    escalate: { step: 'REMIND', by: 'EMERGENCY_REMINDER' },
    frame: 'warning',
  }),
  EMERGENCY_EASED: defineKind({
    kind: 'EMERGENCY_EASED',
    class: 'EMERGENCY',
    interest: warningInterest,
    description: 'A real warning from level 3 was lowered or ended.',
    audience: everybodySql,
    acknowledged,
    reached: ['EMERGENCY_WARNING'],
    isQuietAtNight: true,
    frame: 'eased',
  }),
  WARNING_SENT: defineKind({
    kind: 'WARNING_SENT',
    class: 'PERSONAL',
    interest: warningInterest,
    description: 'A real warning below level 3 began or changed.',
    audience: everybodySql,
    isToMany: true,
    frame: 'warning',
  }),
  WARNING_ENDED: defineKind({
    kind: 'WARNING_ENDED',
    class: 'PERSONAL',
    interest: warningInterest,
    description: 'A real warning below level 3 ended.',
    audience: everybodySql,
    isToMany: true,
    reached: ['WARNING_SENT'],
    frame: 'eased',
  }),
  DRILL_SENT: defineKind({
    kind: 'DRILL_SENT',
    class: 'PERSONAL',
    interest: warningInterest,
    description: 'A drill of a warning began or changed; every text begins with PROBE.',
    audience: drillSql,
    isToMany: true,
    frame: 'drill',
  }),
  DRILL_ENDED: defineKind({
    kind: 'DRILL_ENDED',
    class: 'PERSONAL',
    interest: warningInterest,
    description: 'A drill of a warning ended; every text begins with PROBE.',
    audience: drillSql,
    isToMany: true,
    reached: ['DRILL_SENT'],
    frame: 'drill',
  }),
  DISRUPTION_STARTED: defineKind({
    ...disruption,
    kind: 'DISRUPTION_STARTED',
    description: 'A disruption began in a street that the recipient follows.',
    audience: disruptionSql,
    escalate: { step: 'SUBSTITUTE' },
  }),
  DISRUPTION_CHANGED: defineKind({
    ...disruption,
    kind: 'DISRUPTION_CHANGED',
    description: 'A disruption changed, such as its expected end.',
    audience: disruptionSql,
    escalate: { step: 'SUBSTITUTE' },
  }),
  DISRUPTION_ENDED: defineKind({
    ...disruption,
    kind: 'DISRUPTION_ENDED',
    description: 'A disruption is over.',
    audience: disruptionSql,
    reached: ['DISRUPTION_STARTED', 'DISRUPTION_CHANGED'],
    escalate: { step: 'SUBSTITUTE' },
  }),
} as const;

const reminder = defineKind({
  kind: 'EMERGENCY_REMINDER',
  class: 'EMERGENCY',
  interest: warningInterest,
  description: 'Reminder of a real warning from level 3, to those who have not acknowledged it after ten minutes.',
  audience: everybodySql,
  isReminder: true,
  refused: acknowledged,
  frame: 'warning',
});

const awaiting = defineKind({
  kind: 'ALERT_AWAITING',
  class: 'EMERGENCY',
  interest: null,
  description: 'Warners and admins: an alert waits for a second person.',
  audience: secondPeopleSql,
  frame: 'awaiting',
});

const brokeGlass = defineKind({
  kind: 'ALERT_BROKE_GLASS',
  class: 'PERSONAL',
  interest: null,
  description: 'Admins: an alert was sent without a second person, and waits for a review.',
  audience: adminsSql,
  frame: 'brokeGlass',
});

/** Minutes before an alert expires in which its sender is reminded. */
const warnMinutes = 30;
const expiring = defineKind({
  kind: 'ALERT_EXPIRING',
  class: 'PERSONAL',
  interest: null,
  description: `The sender: the newest alert of an incident expires in ${warnMinutes} minutes.`,
  audience: senderSql,
  frame: 'expiring',
});

export const alertMessages = [...Object.values(kinds), reminder, awaiting, brokeGlass, expiring];

export const alertMessageListeners = [
  on(alertSent, async (tx, { facts }) => {
    const message = await kindOf(tx, facts);
    const { author, expiresAt } = await tx.em.findOneOrFail(Alert, facts.alertId);
    const { municipalityId, incidentId: subjectId, number: version, msgType } = facts;
    const request = { municipalityId, subjectId, version, senderId: author?.id ?? null };
    await enqueueMessage(tx, message, request);
    const startAfter = new Date(expiresAt.getTime() - warnMinutes * 60_000);
    if (msgType !== 'CANCEL' && startAfter > tx.now()) await enqueueMessage(tx, expiring, request, { startAfter });
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
async function kindOf(tx: Tx, facts: AlertSentFacts): Promise<MessageContribution> {
  const { kind, status, msgType, level, levelBefore, incidentId } = facts;
  const isEnd = msgType === 'CANCEL';
  if (kind === 'DISRUPTION') {
    if (isEnd) return kinds.DISRUPTION_ENDED;
    return msgType === 'ALERT' ? kinds.DISRUPTION_STARTED : kinds.DISRUPTION_CHANGED;
  }
  if (status === 'EXERCISE') return isEnd ? kinds.DRILL_ENDED : kinds.DRILL_SENT;
  const { highestLevel } = await tx.em.findOneOrFail(Incident, incidentId);
  if (highestLevel < emergencyLevel) return isEnd ? kinds.WARNING_ENDED : kinds.WARNING_SENT;
  const isEased = isEnd || level < levelBefore || level < emergencyLevel;
  return isEased ? kinds.EMERGENCY_EASED : kinds.EMERGENCY_WARNING;
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
  const { alert, words } = await readWords(ctx, letter);
  const { title, body } = textsIn(texts, letter.recipient.locale).pushes[frame];
  const [first] = words.instructions;
  const values = {
    headline: words.headline,
    description: words.description,
    first: first?.text ?? words.description,
    sender: alert.sender,
    reason: '',
    until: '',
  };
  return { title: fillText(title, values), body: fillText(body, values), page: pageOf(letter) };
}

function pageOf({ message }: Letter): string {
  return `warnings/${toGlobalId('Incident', message.subjectId)}`;
}
