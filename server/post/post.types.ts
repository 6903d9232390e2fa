import { Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { PostState } from './post.entity.ts';

export const PostStateEnum = enumOf('PostState', 'Where a post stands.', {
  DRAFT: 'Being written; seen by those who may publish in its groups.',
  SCHEDULED: 'Published by itself at publishAt.',
  PUBLISHED: 'Read by whoever reads one of its groups.',
  WITHDRAWN: 'Taken back or discarded; not read any more.',
});

@ObjectType('PostRevision', { description: 'What a published post said before it was changed.' })
export class PostRevisionType {
  @field(() => Int, 'The version that this text was.')
  declare version: number;

  @field(() => String, 'The title before the change.')
  declare title: string;

  @field(() => String, 'The text before the change as sanitised HTML.')
  declare html: string;

  @field(() => String, 'What readers are told about the change.')
  declare change: string;

  @field(() => DateTime, 'When it was changed.')
  declare at: Date;
}

@ObjectType('Post', { implements: NodeType, description: 'What a town hall, or a group, says to its groups.' })
export class PostType {
  declare id: string;

  @field(() => String, 'Headline, plain text.')
  declare title: string;

  @field(() => String, 'How the text begins, plain, up to 280 characters: for lists.')
  declare excerpt: string;

  @field(() => PostStateEnum, 'Where it stands.')
  declare state: PostState;

  @field(() => DateTime, 'SCHEDULED: when it is published by itself. DRAFT: when it is meant to be.', {
    nullable: true,
  })
  declare publishAt?: Date | null;

  @field(() => DateTime, 'When it was published.', { nullable: true })
  declare publishedAt?: Date | null;

  @field(() => DateTime, 'When it was withdrawn.', { nullable: true })
  declare withdrawnAt?: Date | null;

  @field(() => DateTime, 'When it was last changed.')
  declare updatedAt: Date;

  @field(() => Int, 'Counts changes: give the one your change was written on.')
  declare version: number;
}

export const PostConnectionType = countedConnectionOf(PostType, 'Post');
