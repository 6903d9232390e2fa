import { Arg, Ctx, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { field } from '../../kernel/field.ts';
import { idOf } from '../../kernel/ids.ts';
import { answer, PayloadType } from '../../kernel/payload.ts';
import { PhotoType } from '../../media/media.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { judgePhoto, listPhotos } from './issue.photo.service.ts';
import { IssueType } from '../issue.types.ts';

@ObjectType('PhotoPayload', { description: 'Answer of approvePhoto and hidePhoto. Refused: NEVER_PUBLIC, …' })
export class PhotoPayloadType extends PayloadType {
  @field(() => PhotoType, 'The photo as it is now.', { nullable: true })
  declare photo?: PhotoType | null;
}

@Resolver(() => IssueType)
export class IssuePhotoResolver {
  @FieldResolver(() => [PhotoType], {
    description:
      'Its photos, at most five: all of them for its reporter and the town hall, for others what is approved.',
  })
  photos(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<PhotoType[]> {
    return listPhotos(ctx, issue);
  }

  @Mutation(() => PhotoPayloadType, {
    description: 'Let everybody who sees the report see this photo too (staff of the town). Refused: NEVER_PUBLIC, …',
  })
  approvePhoto(
    @Arg('photoId', () => ID, { description: 'The photo.' }) photoId: string,
    @Ctx() ctx: Context,
  ): Promise<PhotoPayloadType> {
    return answer(async () => ({ photo: await judgePhoto(ctx, idOf('Photo', photoId), true) }));
  }

  @Mutation(() => PhotoPayloadType, {
    description: 'Show a photo to its reporter and the town hall only, as before it was approved (staff of the town).',
  })
  hidePhoto(
    @Arg('photoId', () => ID, { description: 'The photo.' }) photoId: string,
    @Ctx() ctx: Context,
  ): Promise<PhotoPayloadType> {
    return answer(async () => ({ photo: await judgePhoto(ctx, idOf('Photo', photoId), false) }));
  }
}
