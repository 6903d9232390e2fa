import { Role } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
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
  NoLongerWanted,
  type PushContent,
  smsLike,
  type StoredMessage,
} from '../kernel/message.ts';
import { Group, MembershipDecision } from './group.entity.ts';
import { membershipDecided, membershipRequested } from './group.events.ts';
import { GroupType, MembershipDecisionType } from './group.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Admins of the town, while a request of somebody else waits for a decision. */
const deciders = `
  select r.person_id as recipient_id, null::uuid as group_id
  from "group" g cross join lateral (${staffRolesSql('g.municipality_id')}) r
  where g.id = m.subject_id and r.role = 'ADMIN' and exists (
    select from membership_request q where q.group_id = g.id and q.person_id <> r.person_id)`;

/** The person whose request was decided, until a newer decision replaces this one. */
const requester = `
  select d.person_id as recipient_id, null::uuid as group_id
  from membership_decision d where d.number = m.version and d.group_id = m.subject_id`;

/** Groups of towns in which the person decides on memberships now. */
const managedGroups: InboxReader = {
  subjectTypes: [GroupType],
  async read({ em }, person, messages) {
    const roles = await em.find(Role, { person, role: 'ADMIN' });
    const towns = roles.flatMap(({ municipality }) => municipality?.id ?? []);
    const found = await em.find(Group, { id: { $in: subjectsOf(messages) }, municipality: { $in: towns } });
    const groups = new Map(found.map((group) => [group.id, group]));
    return ({ subjectId }) => ({ subject: groups.get(subjectId) ?? null, content: null });
  },
};

/** Decisions on own requests; a group that was closed meanwhile is shown to its members only. */
const ownRequests: InboxReader = {
  subjectTypes: [GroupType],
  contentTypes: [MembershipDecisionType],
  async read({ em }, person, messages) {
    const isShown = { $or: [{ joinPolicy: { $ne: 'CLOSED' as const } }, { memberships: { $some: { person } } }] };
    const found = await em.find(Group, { $and: [{ id: { $in: subjectsOf(messages) } }, isShown] });
    const groups = new Map(found.map((group) => [group.id, group]));
    const own = await em.find(MembershipDecision, { person, group: { $in: [...groups.keys()] } });
    const decisions = new Map(own.map((decision) => [decision.number, decision]));
    return ({ subjectId, version }) => ({
      subject: groups.get(subjectId) ?? null,
      content: decisions.get(version ?? 0) ?? null,
    });
  },
};

/** Groups belong to no module. */
const common = { module: null, class: 'PERSONAL' } as const;

const requested = defineMessage({
  ...common,
  kind: 'MEMBERSHIP_REQUESTED',
  interest: 'DESK',
  description: 'Staff: somebody requested to join a group, and the person may decide.',
  audience: deciders,
  inbox: managedGroups,
  mail: 'NONE',
  push: (ctx, letter) => writePush(ctx, letter, 'requested'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'requested')),
});

const decided = defineMessage({
  ...common,
  kind: 'MEMBERSHIP_DECIDED',
  interest: 'OWN_REPORTS',
  description: "The town hall decided on the person's request to join a group; `content` is the decision.",
  audience: requester,
  inbox: ownRequests,
  mail: writeDecision,
  push: (ctx, letter) => writePush(ctx, letter, 'decided'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'decided')),
});

export const groupMessages = [requested, decided];

export const groupMessageListeners = [
  on(membershipRequested, (tx, { facts: { municipalityId, groupId } }) =>
    enqueueMessage(tx, requested, { municipalityId, subjectId: groupId }),
  ),
  on(membershipDecided, (tx, { facts: { municipalityId, groupId, number } }) =>
    enqueueMessage(tx, decided, { municipalityId, subjectId: groupId, version: number }),
  ),
];

async function writeDecision(ctx: Context, { message, town, recipient: { locale } }: Letter): Promise<MailContent> {
  const decision = await ctx.em.findOne(MembershipDecision, { number: message.version ?? 0 }, { populate: ['group'] });
  if (decision === null) throw new NoLongerWanted();
  const { id, name } = decision.group.getEntity();
  return {
    text: textsIn(texts, locale).mails[decision.isAccepted ? 'accepted' : 'declined'],
    values: { town: town.name, group: name, link: pageUrl(ctx, town.ags, `groups/${toGlobalId('Group', id)}`) },
  };
}

/** Text for a device. It does not name the group, because others read a locked screen. */
async function writePush(
  { em }: Context,
  { message, recipient: { locale } }: Letter,
  key: keyof (typeof de)['pushes'],
): Promise<PushContent> {
  const { id } = await em.findOneOrFail(Group, message.subjectId);
  return { ...textsIn(texts, locale).pushes[key], page: `groups/${toGlobalId('Group', id)}` };
}

function subjectsOf(messages: readonly StoredMessage[]): string[] {
  return [...new Set(messages.map(({ subjectId }) => subjectId))];
}
