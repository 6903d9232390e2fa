import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import { pageUrl } from '../kernel/links.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  type DeliveryOptions,
  defineMessage,
  enqueueMessage,
  type Letter,
  type MailContent,
  type MessageContribution,
  type PushContent,
  smsLike,
} from '../kernel/message.ts';
import {
  acknowledgedSql as acknowledged,
  adminsSql,
  disruptionSql,
  drillSql,
  warnedSql,
  proposalReadersSql,
  reviewersSql,
  secondPeopleSql,
  senderSql,
} from './alert.audience.service.ts';
import { Alert, Incident } from './alert.entity.ts';
import { alertBrokeGlass, alertProposed, alertSent, type AlertSentFacts, alertSubmitted } from './alert.events.ts';
import { inbox } from './alert.inbox.messages.ts';
import { endingOf, pageOf, readWords } from './alert.letter.service.ts';
import { answerToken } from './alert.link.service.ts';
import { emergencyLevel, reviewDueOf } from './alert.rules.ts';
import { checkCodeOf, checkPageOf } from './check/alert.check.rules.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
type Frame = keyof (typeof de)['mails'];

type Kind = Pick<MessageContribution, 'kind' | 'class' | 'interest' | 'description' | 'audience' | 'refused'> &
  DeliveryOptions & { readonly frame: Frame };

function defineKind({ frame, ...kind }: Kind): MessageContribution {
  const push = (ctx: Context, letter: Letter): Promise<PushContent> => writePush(ctx, letter, frame);
  const words = smsLike(push);
  const isWarning = kind.interest === warningInterest;
  return defineMessage({
    ...kind,
    module: 'ALERTS',
    reportRoles: ['WARNER'],
    inbox,
    mail: (ctx, letter) => writeMail(ctx, letter, frame),
    push,
    sms: async (ctx, letter) => ({ ...(await words(ctx, letter)), addition: await writeCode(ctx, letter) }),
    ...(isWarning && {
      ending: (ctx, letter) => endingOf(ctx, letter, textsIn(texts, letter.recipient.locale).ending),
      linkToken: (secret, { message, recipient }) => answerToken({ secret }, message.subjectId, recipient),
    }),
  });
}

const warningInterest = 'WARNINGS' as const;
const disruption = { class: 'PERSONAL', interest: 'DISRUPTIONS', isToMany: true, frame: 'disruption' } as const;

const kinds = {
  EMERGENCY_WARNING: defineKind({
    kind: 'EMERGENCY_WARNING',
    class: 'EMERGENCY',
    interest: warningInterest,
    description: 'A real warning from level 3 began, went on or rose.',
    audience: warnedSql,
    acknowledged,
    escalate: { step: 'REMIND', by: 'EMERGENCY_REMINDER' },
    frame: 'warning',
  }),
  EMERGENCY_EASED: defineKind({
    kind: 'EMERGENCY_EASED',
    class: 'EMERGENCY',
    interest: warningInterest,
    description: 'A real warning from level 3 was lowered or ended.',
    audience: warnedSql,
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
    audience: warnedSql,
    isToMany: true,
    frame: 'warning',
  }),
  WARNING_ENDED: defineKind({
    kind: 'WARNING_ENDED',
    class: 'PERSONAL',
    interest: warningInterest,
    description: 'A real warning below level 3 ended.',
    audience: warnedSql,
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
  audience: warnedSql,
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

const proposed = defineKind({
  kind: 'ALERT_PROPOSED',
  class: 'PERSONAL',
  interest: null,
  description: 'Warners: a program proposed an alert, which waits for a decision.',
  audience: proposalReadersSql,
  frame: 'proposed',
});

const brokeGlass = defineKind({
  kind: 'ALERT_BROKE_GLASS',
  class: 'PERSONAL',
  interest: null,
  description: 'Admins: an alert was sent without a second person, and waits for a review.',
  audience: adminsSql,
  frame: 'brokeGlass',
});

const reviewDue = defineKind({
  kind: 'ALERT_REVIEW_DUE',
  class: 'PERSONAL',
  interest: null,
  description: 'Admins: nobody has reviewed in time that an alert was sent without a second person.',
  audience: reviewersSql,
  frame: 'reviewDue',
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

export const alertMessages = [...Object.values(kinds), reminder, awaiting, proposed, brokeGlass, reviewDue, expiring];

export const alertMessageListeners = [
  on(alertSent, async (tx, { facts }) => {
    const message = await kindOf(tx, facts);
    const alert = await tx.em.findOneOrFail(Alert, facts.alertId);
    const { municipalityId, incidentId: subjectId, number: version, msgType } = facts;
    const request = { municipalityId, subjectId, version, senderId: alert.author?.id ?? null };
    await enqueueMessage(tx, message, request);
    const startAfter = new Date(alert.expiresAt.getTime() - warnMinutes * 60_000);
    if (msgType !== 'CANCEL' && startAfter > tx.now()) await enqueueMessage(tx, expiring, request, { startAfter });
    const due = reviewDueOf(alert);
    if (due !== null) await enqueueMessage(tx, reviewDue, { ...request, senderId: null }, { startAfter: due });
  }),
  on(alertSubmitted, async (tx, { facts: { municipalityId, incidentId, alertId } }) => {
    const { author } = await tx.em.findOneOrFail(Alert, alertId);
    await enqueueMessage(tx, awaiting, { municipalityId, subjectId: incidentId, senderId: author?.id ?? null });
  }),
  on(alertProposed, (tx, { facts: { municipalityId, incidentId } }) =>
    enqueueMessage(tx, proposed, { municipalityId, subjectId: incidentId }),
  ),
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

async function writeMail(ctx: Context, letter: Letter, frame: Frame): Promise<MailContent> {
  const { alert, words } = await readWords(ctx, letter);
  const { town, recipient } = letter;
  const code = checkCodeOf(ctx.secret, alert.id);
  const styles = { dateStyle: 'short', timeStyle: 'short', timeZone: town.timeZone } as const;
  const time = new Intl.DateTimeFormat(recipient.locale.slice(0, 2), styles);
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
      code,
      check: pageUrl(ctx, town.ags, checkPageOf(code)),
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

/** Code of a sent alert for its SMS; empty: nothing was sent that a reader could check. */
async function writeCode(ctx: Context, letter: Letter): Promise<string> {
  const { alert } = await readWords(ctx, letter);
  if (alert.state !== 'SENT') return '';
  return fillText(textsIn(texts, letter.recipient.locale).smsCode, { code: checkCodeOf(ctx.secret, alert.id) });
}
