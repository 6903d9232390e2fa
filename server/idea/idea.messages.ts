import type { FilterQuery } from '@mikro-orm/core';
import { groupsReadBy, groupsReadByStaff } from '../group/group.service.ts';
import { canReadGroupSql, canStaffReadGroupSql } from '../group/group.standing.service.ts';
import { Role } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { dateLocale, readLocale } from '../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type PushContent,
  smsLike,
  type StoredMessage,
} from '../kernel/message.ts';
import { Idea } from './idea.entity.ts';
import { ideaMoved, ideaReached, ideaSubmitted } from './idea.events.ts';
import { IdeaType } from './idea.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** The author of an idea, and its supporters unless it is hidden, who may still read what its group publishes. */
const audience = `
  select v.person_id as recipient_id, v.group_id
  from idea i cross join lateral (
    select i.author_id as person_id, null::uuid as group_id where i.author_id is not null
    union all select person_id, i.group_id from idea_support where idea_id = i.id and person_id is distinct from i.author_id
  ) v
  where i.id = m.subject_id and i.state <> 'WITHDRAWN' and ${canReadGroupSql('i.group_id', 'v.person_id')}
    and (i.hidden_at is null or v.person_id = i.author_id)`;

const inbox: InboxReader = {
  subjectTypes: [IdeaType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const isShown: FilterQuery<Idea> = {
      $or: [{ author: person }, { openedAt: { $ne: null }, hiddenAt: null, state: { $ne: 'WITHDRAWN' } }],
    };
    const where: FilterQuery<Idea> = { $and: [{ id: { $in: ids }, group: groupsReadBy(person) }, isShown] };
    const ideas = new Map((await em.find(Idea, where, { refresh: true })).map((idea) => [idea.id, idea]));
    return ({ subjectId }) => ({ subject: ideas.get(subjectId) ?? null, content: null });
  },
};

/** Editors who may read a submitted idea, in a town without editors the admins; never its author. */
const judges = `
  select r.person_id as recipient_id, null::uuid as group_id
  from idea i cross join lateral (${staffRolesSql('i.municipality_id')}) r
  where i.id = m.subject_id and i.state = 'SUBMITTED' and r.person_id is distinct from i.author_id
    and ${canStaffReadGroupSql('i.group_id', 'r.person_id')}
    and (r.role = 'EDITOR' or r.role = 'ADMIN' and not exists (
      select from (${staffRolesSql('i.municipality_id')}) e where e.role = 'EDITOR'))`;

/** Ideas of towns in which the person judges ideas now, also those that are not public. */
const judgedInbox: InboxReader = {
  subjectTypes: [IdeaType],
  async read({ em }, person, messages) {
    const roles = await em.find(Role, { person, role: { $in: ['EDITOR', 'ADMIN'] } });
    const towns = roles.flatMap(({ municipality }) => municipality?.id ?? []);
    const id = { $in: [...new Set(messages.map(({ subjectId }) => subjectId))] };
    const where: FilterQuery<Idea> = { id, municipality: { $in: towns }, group: groupsReadByStaff(person) };
    const ideas = new Map((await em.find(Idea, where, { refresh: true })).map((idea) => [idea.id, idea]));
    return ({ subjectId }) => ({ subject: ideas.get(subjectId) ?? null, content: null });
  },
};

const submitted = defineMessage({
  kind: 'IDEA_SUBMITTED',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: somebody submitted an idea, which the person may open or decline.',
  module: 'IDEAS',
  audience: judges,
  inbox: judgedInbox,
  mail: 'NONE',
  push: (ctx, letter) => writePush(ctx, letter, 'submitted'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'submitted')),
});

const reached = defineMessage({
  kind: 'IDEA_REACHED',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'An idea the person wrote or supports reached the required number of supporters.',
  module: 'IDEAS',
  audience,
  inbox,
  preload,
  mail: (ctx, letter) => writeMail(ctx, letter, 'reached'),
  push: (ctx, letter) => writePush(ctx, letter, 'reached'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'reached')),
});

const moved = defineMessage({
  kind: 'IDEA_MOVED',
  class: 'BULK',
  interest: 'TAKING_PART',
  description: 'The state of an idea the person wrote or supports changed.',
  module: 'IDEAS',
  audience,
  inbox,
  preload,
  mail: (ctx, letter) => writeMail(ctx, letter, 'moved'),
  push: (ctx, letter) => writePush(ctx, letter, 'moved'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'moved')),
});

export const ideaMessages = [submitted, reached, moved];

export const ideaMessageListeners = [
  on(ideaSubmitted, (tx, { facts: { municipalityId, ideaId } }) =>
    enqueueMessage(tx, submitted, { municipalityId, subjectId: ideaId }),
  ),
  on(ideaReached, (tx, { facts: { municipalityId, ideaId } }) =>
    enqueueMessage(tx, reached, { municipalityId, subjectId: ideaId }),
  ),
  on(ideaMoved, async (tx, { facts: { municipalityId, ideaId, to } }) => {
    if (to !== 'WITHDRAWN') await enqueueMessage(tx, moved, { municipalityId, subjectId: ideaId });
  }),
];

function preload({ em }: Context, messages: readonly StoredMessage[]): Promise<unknown> {
  return em.find(Idea, { id: { $in: messages.map(({ subjectId }) => subjectId) } });
}

/** Text of a mail about an idea, as the idea stands when the mail is sent. */
async function writeMail(
  ctx: Context,
  { message, town, group, recipient: { locale } }: Letter,
  key: keyof (typeof de)['mails'],
): Promise<MailContent> {
  const idea = await ctx.em.findOneOrFail(Idea, message.subjectId);
  const { title, state, supportCount, agendaOn, agendaUrl, answer } = idea;
  const day = new Intl.DateTimeFormat(dateLocale(readLocale(locale)), { dateStyle: 'full', timeZone: town.timeZone });
  return {
    text: textsIn(texts, locale).mails[key],
    values: {
      town: town.name,
      group: group?.name ?? town.name,
      title,
      status: textsIn(texts, locale).state[state],
      supporters: String(supportCount),
      date: agendaOn == null ? '' : day.format(new Date(`${agendaOn}T12:00:00Z`)),
      papers: agendaUrl ?? '',
      answer: answer ?? '',
      link: pageUrl(ctx, town.ags, `ideas/${toGlobalId('Idea', idea.id)}`),
    },
  };
}

/** Text for a device: the title of the idea, unless it is not public yet. */
async function writePush(
  { em }: Context,
  { message, recipient: { locale } }: Letter,
  key: keyof (typeof de)['pushes'],
): Promise<PushContent> {
  const idea = await em.findOneOrFail(Idea, message.subjectId);
  const { title, body } = textsIn(texts, locale).pushes[key];
  return { title, body: fillText(body, { title: idea.title }), page: `ideas/${toGlobalId('Idea', idea.id)}` };
}
