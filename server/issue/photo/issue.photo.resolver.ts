import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { PhotoType } from '../../media/media.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssueType } from '../issue.types.ts';
import { judgePhoto, listPhotos } from './issue.photo.service.ts';
import { ApprovePhotoInputType, HidePhotoInputType, PhotoPayloadType } from './issue.photo.types.ts';

@Resolver(() => IssueType)
export class IssuePhotoResolver {
  @FieldResolver(() => [PhotoType], {
    description:
      'Photos of the report, at most ten: all of them for its reporter and the town hall, approved ones of public reports for everybody else, partners included.',
  })
  photos(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<PhotoType[]> {
    return listPhotos(ctx, issue);
  }

  @mutation(PhotoPayloadType, 'Approve a photo for everybody who sees the report (staff of the town).')
  approvePhoto(
    @Input(() => ApprovePhotoInputType) { photoId, ...read }: ApprovePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<PhotoPayloadType> {
    return answer(async () => ({ photo: await judgePhoto(ctx, idOf('Photo', photoId), true, read) }));
  }

  @mutation(PhotoPayloadType, 'Hide a photo from everybody but its reporter and the town hall (staff of the town).')
  hidePhoto(
    @Input(() => HidePhotoInputType) { photoId, ...read }: HidePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<PhotoPayloadType> {
    return answer(async () => ({ photo: await judgePhoto(ctx, idOf('Photo', photoId), false, read) }));
  }
}
