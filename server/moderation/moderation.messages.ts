import { Role } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import { Issue } from '../issue/issue.entity.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type PushContent,
  smsLike,
} from '../kernel/message.ts';
import { Notice, NoticeDecision } from './moderation.entity.ts';
import { noticeDecided, noticeSent } from './moderation.events.ts';
import { NoticeDecisionType, NoticeType } from './moderation.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Decisions about words of the person, or that answer a notice of the person. */
const decisionInbox: InboxReader = {
  subjectTypes: [NoticeDecisionType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const answered = await em.find(Notice, { decision: { $in: ids }, notifier: person }, { refresh: true });
    const answeredIds = answered.flatMap(({ decision }) => decision?.id ?? []);
    const own = { $or: [{ id: { $in: ids }, author: person }, { id: { $in: answeredIds } }] };
    const decisions = new Map((await em.find(NoticeDecision, own, { refresh: true })).map((one) => [one.id, one]));
    return ({ subjectId }) => ({ subject: decisions.get(subjectId) ?? null, content: null });
  },
};

/** Notices of the towns in which the person moderates now. */
const noticeInbox: InboxReader = {
  subjectTypes: [NoticeType],
  async read({ em }, person, messages) {
    const roles = await em.find(Role, { person, role: { $in: ['EDITOR', 'ADMIN'] } });
    const towns = roles.flatMap(({ municipality }) => municipality?.id ?? []);
    const id = { $in: [...new Set(messages.map(({ subjectId }) => subjectId))] };
    const notices = await em.find(Notice, { id, municipality: { $in: towns } }, { refresh: true });
    const byId = new Map(notices.map((notice) => [notice.id, notice]));
    return ({ subjectId }) => ({ subject: byId.get(subjectId) ?? null, content: null });
  },
};

const sent = defineMessage({
  kind: 'NOTICE_SENT',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: somebody sent the first notice about words of a citizen, which the person may decide.',
  module: null,
  // Editors, in a town without editors the admins; never the sender or the author.
  audience: `
    select r.person_id as recipient_id, null::uuid as group_id
    from notice n cross join lateral (${staffRolesSql('n.municipality_id')}) r
    where n.id = m.subject_id and n.decision_id is null
      and r.person_id is distinct from n.notifier_id and r.person_id is distinct from n.author_id
      and (r.role = 'EDITOR' or r.role = 'ADMIN' and not exists (
        select from (${staffRolesSql('n.municipality_id')}) e where e.role = 'EDITOR'))`,
  inbox: noticeInbox,
  mail: 'NONE',
  push: pushOf('sent', 'notices'),
  sms: smsLike(pushOf('sent', 'notices')),
});

const answered = defineMessage({
  kind: 'NOTICE_ANSWERED',
  class: 'PERSONAL',
  interest: 'OWN_REPORTS',
  description: 'The town hall decided about words about which the person sent a notice.',
  module: null,
  audience: `
    select distinct n.notifier_id as recipient_id, null::uuid as group_id
    from notice n where n.decision_id = m.subject_id and n.notifier_id is not null`,
  inbox: decisionInbox,
  mail: (ctx, letter) => writeMail(ctx, letter, 'answered'),
  push: pushOf('answered', 'inbox'),
  sms: smsLike(pushOf('answered', 'inbox')),
});

const judged = defineMessage({
  kind: 'WORDS_JUDGED',
  class: 'PERSONAL',
  interest: 'OWN_REPORTS',
  description: 'The town hall decided, after a notice, about words that the person wrote.',
  module: null,
  // A report without an account has a recipient with the id of the report, if its address was confirmed.
  audience: `
    select coalesce(d.author_id, d.object_id) as recipient_id, null::uuid as group_id
    from notice_decision d where d.id = m.subject_id and (d.author_id is not null or d.word_kind = 'ISSUE')`,
  inbox: decisionInbox,
  mail: (ctx, letter) => writeMail(ctx, letter, 'judged'),
  push: pushOf('judged', 'inbox'),
  sms: smsLike(pushOf('judged', 'inbox')),
});

export const moderationMessages = [sent, answered, judged];

export const moderationMessageListeners = [
  on(noticeSent, async (tx, { facts: { municipalityId, noticeIds, isFirst } }) => {
    const [subjectId] = noticeIds;
    if (isFirst && subjectId !== undefined) await enqueueMessage(tx, sent, { municipalityId, subjectId });
  }),
  on(noticeDecided, async (tx, { facts: { municipalityId, decisionId } }) => {
    await enqueueMessage(tx, answered, { municipalityId, subjectId: decisionId });
    await enqueueMessage(tx, judged, { municipalityId, subjectId: decisionId });
  }),
];

/** Number of characters of the words in a mail. */
const quoted = 300;

async function writeMail(
  ctx: Context,
  { message, town, recipient }: Letter,
  side: 'answered' | 'judged',
): Promise<MailContent> {
  const decision = await ctx.em.findOneOrFail(NoticeDecision, message.subjectId, { refresh: true });
  const { verdict, ground, statement, quote, wordKind, objectId } = decision;
  const words = textsIn(texts, recipient.locale);
  const isWithoutAccount = wordKind === 'ISSUE' && recipient.id === objectId;
  return {
    text: words.mails[`${side}${verdict}`],
    values: {
      town: town.name,
      what: words.what[wordKind],
      quote: quote.length > quoted ? `${quote.slice(0, quoted)} …` : quote,
      ground: ground == null ? '' : words.ground[ground],
      statement,
      link: pageUrl(ctx, town.ags, await pageOf(ctx, decision, isWithoutAccount)),
    },
  };
}

/** Page about the decision; without an account the page of the own report, which asks for its code. */
async function pageOf({ em }: Context, { id, objectId }: NoticeDecision, isWithoutAccount: boolean): Promise<string> {
  if (!isWithoutAccount) return `decisions/${toGlobalId('NoticeDecision', id)}`;
  const { reference } = await em.findOneOrFail(Issue, objectId);
  return `issues/${reference}`;
}

/** Text for a device, which quotes no words. */
function pushOf(key: keyof (typeof de)['pushes'], page: string) {
  return (_ctx: Context, { recipient: { locale } }: Letter): Promise<PushContent> =>
    Promise.resolve({ ...textsIn(texts, locale).pushes[key], page });
}
