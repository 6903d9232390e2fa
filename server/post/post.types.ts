import { Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { PostState } from './post.entity.ts';

export const PostStateEnum = enumOf('PostState', 'State of a post.', {
  DRAFT: 'The post is not published; visible to people who may publish in its groups.',
  IN_REVIEW:
    'The post waits until an editor or admin approves or returns it; visible to people who may publish in its groups.',
  SCHEDULED: 'The post will be published at `publishAt`.',
  PUBLISHED: 'The post is visible to readers of its groups.',
  WITHDRAWN: 'The post was withdrawn or discarded and is not visible to readers.',
});

@ObjectType('PostRevision', { description: 'Earlier text of a published post.' })
export class PostRevisionType {
  @field(() => Int, 'Version of the post that had this text.')
  declare version: number;

  @field(() => String, 'Title before the change.')
  declare title: string;

  @field(() => String, 'Text before the change as sanitised HTML.')
  declare html: string;

  @field(() => String, 'Note about the change for readers.')
  declare change: string;

  @field(() => DateTime, 'When the text was replaced.')
  declare at: Date;
}

@ObjectType('Post', {
  implements: NodeType,
  description: 'Publication of a town hall or a club in one or more groups.',
})
export class PostType {
  declare id: string;

  @field(() => String, 'Headline, plain text.')
  declare title: string;

  @field(() => String, 'Beginning of the text, up to 280 characters of plain text.')
  declare excerpt: string;

  @field(() => PostStateEnum, 'State of the post.')
  declare state: PostState;

  @field(
    () => DateTime,
    'SCHEDULED: when the post is published. DRAFT and IN_REVIEW: when it is planned to be published.',
    {
      nullable: true,
    },
  )
  declare publishAt?: Date | null;

  @field(() => DateTime, 'When the post was published; null: not yet.', { nullable: true })
  declare publishedAt?: Date | null;

  @field(() => DateTime, 'When the post was pinned at the top of its groups; null: not pinned.', { nullable: true })
  declare pinnedAt?: Date | null;

  @field(
    () => DateTime,
    'When the post leaves feeds and lists; null: never. People who have its address read it afterwards, too.',
    { nullable: true },
  )
  declare expiresAt?: Date | null;

  @field(() => DateTime, 'When the post was withdrawn; null: not withdrawn.', { nullable: true })
  declare withdrawnAt?: Date | null;

  @field(() => DateTime, 'When the post was last changed.')
  declare updatedAt: Date;

  @field(() => Int, 'Increases with every change; revisePost must name the version that the change is based on.')
  declare version: number;
}

export const PostConnectionType = countedConnectionOf(PostType, 'Post');
