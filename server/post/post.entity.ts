import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { reviewOutcomes } from '../group/group.review.rules.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const postStates = ['DRAFT', 'IN_REVIEW', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type PostState = (typeof postStates)[number];

/** Title and text of a post in another language or in Leichte Sprache. */
export interface PostVariant {
  readonly locale: string;
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
}

/** New wording of a published post, which readers see once it is approved. */
export interface PostProposal {
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
  readonly variants: readonly PostVariant[];
  /** Note for readers; null: only translations change. */
  readonly change: string | null;
}

/** Publication of the town hall or of a club in one or more groups of a town. */
const PostSchema = defineEntity({
  name: 'Post',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    groups: () => p.manyToMany(Group),
    title: p.string(),
    /** Source text in Markdown. */
    body: p.text(),
    /** HTML, rendered and sanitised when the text is saved; safe to insert into a page. */
    html: p.text(),
    /** Beginning of the text without markup, at most 280 characters. */
    excerpt: p.text(),
    /** Translations of title and text; null: none. */
    variants: p.json<readonly PostVariant[]>().nullable(),
    state: p.enum(postStates),
    /** Person who created the post; null: an API key. */
    author: () => p.manyToOne(Person).ref().nullable(),
    /** API key that created the post; null: a person. */
    partnerKeyId: p.uuid().nullable(),
    /** Displayed function or name of the staff member who created the post; null: the group is shown as sender. */
    sender: p.string().nullable(),
    /** SCHEDULED: when the post is published. DRAFT and IN_REVIEW: when it is planned to be published. */
    publishAt: p.datetime().nullable(),
    publishedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
    /** Reason of the withdrawal, for people who may edit the post. */
    withdrawnBecause: p.text().nullable(),
    /** When the post was pinned at the top of its groups; null: not pinned. */
    pinnedAt: p.datetime().nullable(),
    /** When the post leaves feeds and lists; null: never. */
    expiresAt: p.datetime().nullable(),
    /** When the post has left feeds and lists; people who have its address still read it. */
    expiredAt: p.datetime().nullable(),
    /** Since when the post, or its proposal, waits for a reviewer; null: nothing waits. */
    submittedAt: p.datetime().nullable(),
    /** Person who submitted the post or wrote its proposal last; null: nobody, or the account was erased. */
    submittedBy: () => p.manyToOne(Person).ref().nullable(),
    /** When exactly this wording was approved before its publication; null: not approved. */
    approvedAt: p.datetime().nullable(),
    /** Reason for which a reviewer returned the post or its proposal; null: it was not returned, or submitted again. */
    returnedBecause: p.text().nullable(),
    /** PUBLISHED: new wording that waits or was returned; null: none. */
    proposal: p.json<PostProposal>().nullable(),
    /** Increases with every change; a change based on an older version is refused with CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    revisions: () => p.oneToMany(PostRevision).mappedBy('post').orderBy({ version: 'asc' }),
  },
  indexes: [
    { properties: ['municipality', 'state', 'publishedAt'] },
    { properties: ['partnerKeyId', 'id'] },
    { properties: ['municipality', 'submittedAt'] },
  ],
});
export class Post extends PostSchema.class {}
PostSchema.setClass(Post);
/** Post without body, HTML and proposal, for lists. */
export type PostRow = RowOf<Post, 'body' | 'html' | 'proposal'>;

const postFileKinds = ['PICTURE', 'ATTACHMENT'] as const;

/** Picture or PDF of a post. */
const PostFileSchema = defineEntity({
  name: 'PostFile',
  properties: {
    /** Id of the photo or of the attachment. */
    id: p.uuid().primary(),
    post: () => p.manyToOne(Post).ref(),
    kind: p.enum(postFileKinds),
    /** Place among the files of its kind, from 0. */
    position: p.integer(),
  },
  indexes: [{ properties: ['post', 'kind', 'position'] }],
});
export class PostFile extends PostFileSchema.class {}
PostFileSchema.setClass(PostFile);

/** Earlier text of a published post, and the note about the change for readers. */
const PostRevisionSchema = defineEntity({
  name: 'PostRevision',
  properties: {
    id: p.uuid().primary(),
    post: () => p.manyToOne(Post).ref(),
    /** Version of the post that had this text. */
    version: p.integer(),
    title: p.string(),
    body: p.text(),
    html: p.text(),
    /** Note for readers, such as "geändert: Datum". */
    change: p.string(),
    /** When the text was replaced. */
    at: p.datetime(),
    by: () => p.manyToOne(Person).ref().nullable(),
  },
  uniques: [{ properties: ['post', 'version'] }],
});
export class PostRevision extends PostRevisionSchema.class {}
PostRevisionSchema.setClass(PostRevision);
export type PostRevisionRow = RowOf<PostRevision, 'body'>;

/** Decision of a reviewer about a post, or about new wording of a published post. */
const PostDecisionSchema = defineEntity({
  name: 'PostDecision',
  properties: {
    id: p.uuid().primary(),
    post: () => p.manyToOne(Post).ref(),
    /** Version of the post after the decision. */
    version: p.integer(),
    /** APPROVED_ALONE: by the person who had submitted it, the only reviewer of the town. */
    outcome: p.enum(reviewOutcomes),
    /** Reason for the author; null: none was given. */
    reason: p.text().nullable(),
    at: p.datetime(),
    by: () => p.manyToOne(Person).ref().nullable(),
    /** Person who had submitted it and gets a message about the decision. */
    submittedBy: () => p.manyToOne(Person).ref().nullable(),
  },
  uniques: [{ properties: ['post', 'version'] }],
});
export class PostDecision extends PostDecisionSchema.class {}
PostDecisionSchema.setClass(PostDecision);
