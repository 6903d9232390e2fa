import { Group } from '../group/group.entity.ts';
import { groupsReadBy } from '../group/group.service.ts';
import { subscribersSql } from '../group/follow/group.follow.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { postSms } from '../../schema/smsText.ts';
import { excerptOf } from '../kernel/excerpt.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { variantFor } from '../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type InboxReader,
  type Letter,
  type MailContent,
  type PushContent,
  type SmsContent,
  type StoredMessage,
} from '../kernel/message.ts';
import { Post, PostRevision } from './post.entity.ts';
import { postPublished, postRevised } from './post.events.ts';
import { PostRevisionType, PostType } from './post.types.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Audience: members and followers of the groups of a published post. */
const audience = `
  select b.recipient_id, g.group_id
  from post p join post_groups g on g.post_id = p.id cross join lateral (${subscribersSql('g.group_id')}) b
  where p.id = m.subject_id and p.state = 'PUBLISHED' and p.expired_at is null`;

const inbox: InboxReader = {
  subjectTypes: [PostType],
  contentTypes: [PostRevisionType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const where = { id: { $in: ids }, state: 'PUBLISHED', groups: groupsReadBy(person) } as const;
    const posts = new Map((await em.find(Post, where, { refresh: true })).map((post) => [post.id, post]));
    const revisions = await findRevisions(em, [...posts.keys()]);
    return ({ subjectId, version }) => ({
      subject: posts.get(subjectId) ?? null,
      content: revisions.get(`${subjectId} ${String(version)}`) ?? null,
    });
  },
};

/** Revisions by "postId version", where version is the one that replaced the revision. */
async function findRevisions(em: Context['em'], postIds: string[]): Promise<Map<string, PostRevision>> {
  if (postIds.length === 0) return new Map();
  const revisions = await em.find(PostRevision, { post: { $in: postIds } });
  return new Map(revisions.map((revision) => [`${revision.post.id} ${revision.version + 1}`, revision]));
}

const published = defineMessage({
  kind: 'POST_PUBLISHED',
  class: 'BULK',
  interest: 'GROUP',
  description: 'A post was published in a group of the person.',
  module: 'POSTS',
  audience,
  inbox,
  preload,
  mail: (ctx, letter) => writeMail(ctx, letter, 'published'),
  push: (ctx, letter) => writePush(ctx, letter, 'published'),
  sms: writeSms,
});

const revised = defineMessage({
  kind: 'POST_REVISED',
  class: 'BULK',
  interest: 'GROUP',
  description: 'A post was changed; `content` is the text before the change.',
  module: 'POSTS',
  audience,
  inbox,
  preload,
  mail: (ctx, letter) => writeMail(ctx, letter, 'revised'),
  push: (ctx, letter) => writePush(ctx, letter, 'revised'),
  sms: writeSms,
});

export const postMessages = [published, revised];

export const postMessageListeners = [
  on(postPublished, async (tx, { facts: { municipalityId, postId } }) => {
    const { author } = await tx.em.findOneOrFail(Post, postId);
    await enqueueMessage(tx, published, { municipalityId, subjectId: postId, senderId: author?.id ?? null });
  }),
  on(postRevised, (tx, { facts: { municipalityId, postId, version } }) =>
    enqueueMessage(tx, revised, { municipalityId, subjectId: postId, version, senderId: personId(tx.actor) }),
  ),
];

function preload({ em }: Context, messages: readonly StoredMessage[]): Promise<unknown> {
  return em.find(Post, { id: { $in: messages.map(({ subjectId }) => subjectId) } });
}

/** Mail about a post, in the recipient's language if the post has a translation into that language. */
async function writeMail(
  ctx: Context,
  { message, town, group, recipient: { locale } }: Letter,
  key: keyof (typeof de)['mails'],
): Promise<MailContent> {
  const post = await ctx.em.findOneOrFail(Post, message.subjectId);
  const { title, html } = variantFor(post.variants, locale) ?? post;
  return {
    text: textsIn(texts, locale).mails[key],
    values: {
      town: town.name,
      group: group?.name ?? town.name,
      title,
      text: excerptOf(html),
      change: await findChange(ctx, message),
      link: pageUrl(ctx, town.ags, `posts/${toGlobalId('Post', post.id)}`),
    },
  };
}

/** Text for a device, whose locked screen others read: of groups that are not open only the title of the post. */
async function writePush(
  ctx: Context,
  { message, town, group, recipient: { locale } }: Letter,
  key: 'published' | 'revised',
): Promise<PushContent> {
  const post = await ctx.em.findOneOrFail(Post, message.subjectId);
  const { title, html } = variantFor(post.variants, locale) ?? post;
  const isOpen = group !== null && (await ctx.em.findOneOrFail(Group, group.id)).joinPolicy === 'OPEN';
  const text = textsIn(texts, locale).pushes[isOpen ? key : (`${key}Inside` as const)];
  const values = {
    group: group?.name ?? town.name,
    title,
    text: excerptOf(html),
    change: await findChange(ctx, message),
  };
  return {
    title: fillText(text.title, values),
    body: fillText(text.body, values),
    page: `posts/${toGlobalId('Post', post.id)}`,
  };
}

/** SMS with the group, the title as it was written, and the link. */
async function writeSms(ctx: Context, { message, town, group, recipient }: Letter): Promise<SmsContent> {
  const post = await ctx.em.findOneOrFail(Post, message.subjectId);
  const { title } = variantFor(post.variants, recipient.locale) ?? post;
  return {
    text: postSms(group?.name ?? town.name, title),
    page: `posts/${toGlobalId('Post', post.id)}`,
  };
}

/** Note about the change for readers; empty for a new post. */
async function findChange({ em }: Context, { subjectId, version }: StoredMessage): Promise<string> {
  if (version == null) return '';
  const revision = await em.findOne(PostRevision, { post: subjectId, version: version - 1 });
  return revision?.change ?? '';
}
