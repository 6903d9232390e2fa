import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const postStates = ['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type PostState = (typeof postStates)[number];

/** Title and text of a post in another language or in Leichte Sprache. */
export interface PostVariant {
  readonly locale: string;
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
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
    /** SCHEDULED: when the post is published. DRAFT: when it is planned to be published. */
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
    /** Increases with every change; a change based on an older version is refused with CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    revisions: () => p.oneToMany(PostRevision).mappedBy('post').orderBy({ version: 'asc' }),
  },
  indexes: [{ properties: ['municipality', 'state', 'publishedAt'] }, { properties: ['partnerKeyId', 'id'] }],
});
export class Post extends PostSchema.class {}
PostSchema.setClass(Post);
/** Post without body and HTML, for lists. */
export type PostRow = RowOf<Post, 'body' | 'html'>;

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
