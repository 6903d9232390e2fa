import type { FilterQuery } from '@mikro-orm/core';
import type { Group } from '../../group/group.entity.ts';
import { reviewersSql } from '../../group/group.review.service.ts';
import { groupsReadByStaff } from '../../group/group.service.ts';
import { canStaffReadGroupSql } from '../../group/group.standing.service.ts';
import { Role } from '../../identity/identity.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn, type Translations } from '../../kernel/mail.render.ts';
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
} from '../../kernel/message.ts';
import { Post, PostDecision } from '../post.entity.ts';
import { postReviewed, postSubmitted } from '../post.events.ts';
import { PostType } from '../post.types.ts';
import { PostDecisionType } from './post.review.types.ts';
import de from '../locales/messages/de.json' with { type: 'json' };
import plain from '../locales/messages/de-x-leicht.json' with { type: 'json' };
import en from '../locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Condition: the reviewer `r` did not write or submit the post `p` and is a member of its CLOSED groups. */
const isOther = `r.person_id is distinct from p.submitted_by_id
  and (p.state = 'PUBLISHED' or r.person_id is distinct from p.author_id)
  and not exists (select from post_groups a
    where a.post_id = p.id and not ${canStaffReadGroupSql('a.group_id', 'r.person_id')})`;

/** Editors who may decide about the waiting post; admins if there is no such editor. */
const reviewers = `
  select distinct r.person_id as recipient_id, null::uuid as group_id
  from post p cross join lateral (${reviewersSql('p.municipality_id')}) r
  where p.id = m.subject_id and p.submitted_at is not null and ${isOther}
    and (r.role = 'EDITOR' or not exists (
      select from (${reviewersSql('p.municipality_id')}) r where r.role = 'EDITOR' and ${isOther}))`;

const submitter = `
  select d.submitted_by_id as recipient_id, null::uuid as group_id
  from post_decision d
  where d.post_id = m.subject_id and d.version = m.version and d.submitted_by_id is not null
    and d.submitted_by_id is distinct from d.by_id`;

/** Posts of towns in which the person reviews now. */
const reviewerInbox: InboxReader = {
  subjectTypes: [PostType],
  async read({ em }, person, messages) {
    const towns = await townsOf(em, person, ['EDITOR', 'ADMIN']);
    const where: FilterQuery<Post> = { municipality: { $in: towns }, groups: { $every: groupsReadByStaff(person) } };
    const posts = await findPosts(em, messages, where);
    return ({ subjectId }) => ({ subject: posts.get(subjectId) ?? null, content: null });
  },
};

/** Posts that the person submitted, while the person may publish in one of their groups. */
const submitterInbox: InboxReader = {
  subjectTypes: [PostType],
  contentTypes: [PostDecisionType],
  async read({ em }, person, messages) {
    const editing = await townsOf(em, person, ['EDITOR', 'ADMIN']);
    const working = await townsOf(em, person);
    const asStaff: FilterQuery<Group> = {
      $and: [
        { $or: [{ municipality: { $in: editing } }, { municipality: { $in: working }, publishPolicy: 'STAFF' }] },
        groupsReadByStaff(person),
      ],
    };
    const asPublisher: FilterQuery<Group> = { memberships: { $some: { person, isPublisher: true } } };
    const posts = await findPosts(em, messages, { groups: { $some: { $or: [asPublisher, asStaff] } } });
    const own = await em.find(PostDecision, { post: { $in: [...posts.keys()] }, submittedBy: person });
    const decisions = new Map(own.map((decision) => [`${decision.post.id} ${decision.version}`, decision]));
    return ({ subjectId, version }) => {
      const content = decisions.get(`${subjectId} ${String(version)}`) ?? null;
      return { subject: content && (posts.get(subjectId) ?? null), content };
    };
  },
};

async function townsOf(em: Context['em'], person: string, roles?: ('EDITOR' | 'ADMIN')[]): Promise<string[]> {
  const found = await em.find(Role, { person, ...(roles && { role: { $in: roles } }) });
  return found.flatMap(({ municipality }) => municipality?.id ?? []);
}

async function findPosts(
  em: Context['em'],
  messages: readonly StoredMessage[],
  where: FilterQuery<Post>,
): Promise<Map<string, Post>> {
  const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
  const posts = await em.find(Post, { $and: [{ id: { $in: ids } }, where] }, { refresh: true });
  return new Map(posts.map((post) => [post.id, post]));
}

const requested = defineMessage({
  kind: 'REVIEW_REQUESTED',
  class: 'PERSONAL',
  interest: 'DESK',
  description: 'Staff: a post, or new wording of a published post, waits for approval, which the person may decide.',
  module: 'POSTS',
  audience: reviewers,
  inbox: reviewerInbox,
  mail: 'NONE',
  push: writeRequest,
  sms: smsLike(writeRequest),
});

const decided = defineMessage({
  kind: 'REVIEW_DECIDED',
  class: 'PERSONAL',
  interest: null,
  description: 'A post that the person submitted was approved or returned; `content` is the decision.',
  module: 'POSTS',
  audience: submitter,
  inbox: submitterInbox,
  mail: writeDecisionMail,
  push: writeDecision,
  sms: smsLike(writeDecision),
});

export const reviewMessages = [requested, decided];

export const reviewMessageListeners = [
  on(postSubmitted, (tx, { facts: { municipalityId, postId, version } }) =>
    enqueueMessage(tx, requested, { municipalityId, subjectId: postId, version }),
  ),
  on(postReviewed, (tx, { facts: { municipalityId, postId, version } }) =>
    enqueueMessage(tx, decided, { municipalityId, subjectId: postId, version }),
  ),
];

/** Text for a device, whose locked screen others read: it does not quote what is not published. */
function writeRequest(_ctx: Context, { recipient: { locale } }: Letter): Promise<PushContent> {
  return Promise.resolve({ ...textsIn(texts, locale).pushes.reviewRequested, page: 'posts/review' });
}

async function writeDecision(ctx: Context, { message, recipient: { locale } }: Letter): Promise<PushContent> {
  const { outcome } = await findDecision(ctx, message);
  const text = textsIn(texts, locale).pushes[outcome === 'RETURNED' ? 'reviewReturned' : 'reviewApproved'];
  return { ...text, page: pageOf(message) };
}

async function writeDecisionMail(ctx: Context, { message, town, recipient: { locale } }: Letter): Promise<MailContent> {
  const { outcome, reason, post } = await findDecision(ctx, message);
  return {
    text: textsIn(texts, locale).mails[outcome === 'RETURNED' ? 'reviewReturned' : 'reviewApproved'],
    values: {
      town: town.name,
      title: post.getEntity().title,
      reason: reason ?? '',
      link: pageUrl(ctx, town.ags, pageOf(message)),
    },
  };
}

async function findDecision({ em }: Context, { subjectId, version }: StoredMessage) {
  const decision = await em.findOne(PostDecision, { post: subjectId, version: version ?? 0 }, { populate: ['post'] });
  if (decision === null) throw new NoLongerWanted();
  return decision;
}

function pageOf({ subjectId }: StoredMessage): string {
  return `posts/${toGlobalId('Post', subjectId)}`;
}
