import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import { PostType } from './post.types.ts';
import { PostVariantInputType } from './post.variant.types.ts';

@InputType('CreatePostInput', { description: 'A new post: published now or later, or kept as a draft.' })
export class CreatePostInputType {
  @Field(() => [ID], { description: 'The groups of one town that it is for, 1 to 50.' })
  declare groupIds: string[];

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters; raw HTML is shown as text.')
  declare body: string;

  @Field(() => [PostVariantInputType], { nullable: true, description: 'The same in other languages. At most two.' })
  declare variants?: PostVariantInputType[] | null;

  @field(() => DateTime, 'When it is published by itself, within a year; now if absent.', { nullable: true })
  declare publishAt?: Date | null;

  @Field(() => Boolean, { description: 'Only keep it; all that partners may do.' })
  declare isDraft: boolean;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(() => String, "For keys: the sender's own id of it, 1 to 100 characters, once for each key.", {
    nullable: true,
  })
  declare externalId?: string | null;
}

@InputType('RevisePostInput', { description: 'A post as it should be now.' })
export class RevisePostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @field(() => Int, 'The version the change was written on.')
  declare version: number;

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters.')
  declare body: string;

  @Field(() => [ID], { nullable: true, description: 'Other groups, as long as it is not published.' })
  declare groupIds?: string[] | null;

  @Field(() => [PostVariantInputType], {
    nullable: true,
    description: 'All it says in other languages; to be given when its text changes. Alone it needs no `change`.',
  })
  declare variants?: PostVariantInputType[] | null;

  @field(() => String, 'What readers are told, 3 to 200 characters; needed once it is published.', { nullable: true })
  declare change?: string | null;
}

@ObjectType()
export class PostPayloadType extends PayloadType {
  @field(() => PostType, 'The post as it is now; with CONFLICT as somebody else left it.', { nullable: true })
  declare post?: PostType | null;
}

@InputType('PublishPostInput', { description: 'Input of publishPost.' })
export class PublishPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @Field(() => DateTime, { nullable: true, description: 'When, within a year; now if absent.' })
  declare publishAt?: Date | null;
}

@InputType('WithdrawPostInput', { description: 'Input of withdrawPost.' })
export class WithdrawPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @Field(() => String, { nullable: true, description: 'Why, for colleagues; up to 300 characters.' })
  declare reason?: string | null;
}
