import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { PhotoType } from '../../media/media.types.ts';
import { BlurIssuePhotoInputType, IssuePhotoPayloadType } from './issue.photo.adding.types.ts';
import { blurIssuePhoto } from './issue.photo.blur.service.ts';
import type { ShownPhoto } from './issue.photo.service.ts';

type AnyPhoto = Pick<ShownPhoto, 'id'> & Partial<ShownPhoto>;

@Resolver(() => PhotoType)
export class IssuePhotoBlurResolver {
  @mutation(
    IssuePhotoPayloadType,
    'Make faces and number plates on a photo unrecognisable, for its reporter too (staff of the town). The photo as it was sent is kept without an address until the photo is approved, and then deleted.',
  )
  blurIssuePhoto(
    @Input(() => BlurIssuePhotoInputType) { issueId, photoId, boxes }: BlurIssuePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePhotoPayloadType> {
    const wanted = { issueId: idOf('Issue', issueId), photoId: idOf('Photo', photoId) };
    return answer(() => blurIssuePhoto(ctx, { ...wanted, boxes }));
  }

  @FieldResolver(() => Boolean, { description: 'Whether parts of it were made unrecognisable.' })
  isBlurred(@Root() photo: AnyPhoto): boolean {
    return photo.isBlurred ?? false;
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether it can be restored as it was sent; false for everybody but staff of the town.',
  })
  isRestorable(@Root() photo: AnyPhoto): boolean {
    return photo.isRestorable ?? false;
  }
}
