import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import { AttachmentInputType } from '../media/media.attachment.types.ts';
import { PictureInputType } from '../media/media.types.ts';
import { PostType } from './post.types.ts';
import { PostVariantInputType } from './post.variant.types.ts';

@InputType('CreatePostInput', { description: 'A new post, which is published now or later, or kept as a draft.' })
export class CreatePostInputType {
  @Field(() => [ID], { description: 'Groups of one town in which the post is published, 1 to 50.' })
  declare groupIds: string[];

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters; raw HTML is shown as text.')
  declare body: string;

  @Field(() => [PostVariantInputType], {
    nullable: true,
    description: 'Translations into other languages. At most two.',
  })
  declare variants?: PostVariantInputType[] | null;

  @Field(() => [PictureInputType], {
    nullable: true,
    description: 'Pictures in the order shown. At most 6.',
  })
  declare pictures?: PictureInputType[] | null;

  @Field(() => [AttachmentInputType], {
    nullable: true,
    description: 'PDFs in the order shown. At most 3.',
  })
  declare attachments?: AttachmentInputType[] | null;

  @field(() => DateTime, 'When the post is published, within a year; now if absent.', { nullable: true })
  declare publishAt?: Date | null;

  @field(() => DateTime, 'When the post leaves feeds and lists, within a year after `publishAt`; never if absent.', {
    nullable: true,
  })
  declare expiresAt?: Date | null;

  @Field(() => Boolean, { description: 'True: keep the post as a draft. API keys must give true.' })
  declare isDraft: boolean;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(
    () => String,
    'For API keys: id of the post in the system of the partner, 1 to 100 characters, unique per key.',
    {
      nullable: true,
    },
  )
  declare externalId?: string | null;
}

@InputType('RevisePostInput', { description: 'Input of revisePost.' })
export class RevisePostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @field(() => Int, 'Version of the post that the change is based on; an older version is refused with CONFLICT.')
  declare version: number;

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters.')
  declare body: string;

  @Field(() => [ID], { nullable: true, description: 'New groups, only before publication; unchanged if absent.' })
  declare groupIds?: string[] | null;

  @Field(() => [PostVariantInputType], {
    nullable: true,
    description:
      'All translations; required if the text changes and translations exist. A change of translations alone needs no `change`.',
  })
  declare variants?: PostVariantInputType[] | null;

  @Field(() => [PictureInputType], {
    nullable: true,
    description: 'Pictures in the order shown. At most 6; unchanged if absent.',
  })
  declare pictures?: PictureInputType[] | null;

  @Field(() => [AttachmentInputType], {
    nullable: true,
    description: 'PDFs in the order shown. At most 3; unchanged if absent.',
  })
  declare attachments?: AttachmentInputType[] | null;

  @field(
    () => String,
    'Note about the change for readers, 3 to 200 characters; required if the text of a published post changes.',
    { nullable: true },
  )
  declare change?: string | null;
}

@ObjectType()
export class PostPayloadType extends PayloadType {
  @field(() => PostType, 'The post after the change. With CONFLICT: the current post, changed by another person.', {
    nullable: true,
  })
  declare post?: PostType | null;
}

@InputType('PublishPostInput', { description: 'Input of publishPost.' })
export class PublishPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @Field(() => DateTime, { nullable: true, description: 'When the post is published, within a year; now if absent.' })
  declare publishAt?: Date | null;
}

@InputType('WithdrawPostInput', { description: 'Input of withdrawPost.' })
export class WithdrawPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @Field(() => String, { nullable: true, description: 'Reason for colleagues, up to 300 characters.' })
  declare reason?: string | null;
}

@InputType('PinPostInput', { description: 'Input of pinPost.' })
export class PinPostInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @Field(() => Boolean, { description: 'True: pin the post at the top of its groups; false: remove it from there.' })
  declare isPinned: boolean;
}

@InputType('SetPostExpiryInput', { description: 'Input of setPostExpiry.' })
export class SetPostExpiryInputType {
  @Field(() => ID, { description: 'The post.' })
  declare postId: string;

  @field(() => DateTime, 'When the post leaves feeds and lists, within a year; null: never.', { nullable: true })
  declare expiresAt?: Date | null;
}
