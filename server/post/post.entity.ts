import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const postStates = ['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN'] as const;
export type PostState = (typeof postStates)[number];

/** What a post says in another language, or in Leichte Sprache. */
export interface PostVariant {
  readonly locale: string;
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
}

/** What the town hall, or whoever may publish in a group, says to that group. */
const PostSchema = defineEntity({
  name: 'Post',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    groups: () => p.manyToMany(Group),
    title: p.string(),
    /** Markdown as it was written. */
    body: p.text(),
    /** The body rendered and sanitised when it was written: the only form a page may show as it is. */
    html: p.text(),
    /** How the body begins, without its marks: for lists. */
    excerpt: p.text(),
    /** The same in other languages; null: there is none. */
    variants: p.json<readonly PostVariant[]>().nullable(),
    state: p.enum(postStates),
    /** Who wrote it; null: a partner's key. */
    author: () => p.manyToOne(Person).ref().nullable(),
    /** The key that handed it in; null: a person wrote it. */
    partnerKeyId: p.uuid().nullable(),
    /** The author's function in the town hall when it was written; null: the group speaks. Never a citizen's name. */
    sender: p.string().nullable(),
    /** SCHEDULED: when it is due; DRAFT: when it is meant to be. */
    publishAt: p.datetime().nullable(),
    publishedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
    /** Why, for those who may write it. */
    withdrawnBecause: p.text().nullable(),
    /** Counts changes: one decided on an older version is a CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    revisions: () => p.oneToMany(PostRevision).mappedBy('post').orderBy({ version: 'asc' }),
  },
  indexes: [{ properties: ['municipality', 'state', 'publishedAt'] }, { properties: ['partnerKeyId', 'id'] }],
});
export class Post extends PostSchema.class {}
PostSchema.setClass(Post);
/** A post without its text, for lists. */
export type PostRow = RowOf<Post, 'body' | 'html'>;

/** What a published post said before it was changed, and what readers are told about the change. */
const PostRevisionSchema = defineEntity({
  name: 'PostRevision',
  properties: {
    id: p.uuid().primary(),
    post: () => p.manyToOne(Post).ref(),
    /** The version that this text was. */
    version: p.integer(),
    title: p.string(),
    body: p.text(),
    html: p.text(),
    /** Told to readers: "geändert: Datum". */
    change: p.string(),
    /** When it was replaced. */
    at: p.datetime(),
    by: () => p.manyToOne(Person).ref().nullable(),
  },
  uniques: [{ properties: ['post', 'version'] }],
});
export class PostRevision extends PostRevisionSchema.class {}
PostRevisionSchema.setClass(PostRevision);
export type PostRevisionRow = RowOf<PostRevision, 'body'>;
