import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { PhotoType } from '../../media/media.types.ts';
import { addIssuePhoto, removeIssuePhoto } from './issue.photo.adding.service.ts';
import {
  AddIssuePhotoInputType,
  IssuePhotoPayloadType,
  PhotoStageEnum,
  RemoveIssuePhotoInputType,
} from './issue.photo.adding.types.ts';
import type { PhotoStage } from './issue.photo.entity.ts';
import type { ShownPhoto } from './issue.photo.service.ts';

/** Photos that are of no report have no stage. */
type AnyPhoto = Pick<ShownPhoto, 'id'> & Partial<ShownPhoto>;

@Resolver(() => PhotoType)
export class IssuePhotoAddingResolver {
  @mutation(IssuePhotoPayloadType, 'Put a photo to a report (staff of its desk).')
  addIssuePhoto(
    @Input(() => AddIssuePhotoInputType) input: AddIssuePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePhotoPayloadType> {
    const issueId = idOf('Issue', input.issueId);
    const photoId = choiceOf('Photo', input.photoId);
    return answer(() => addIssuePhoto(ctx, { ...input, issueId, photoId }));
  }

  @mutation(IssuePhotoPayloadType, 'Take a photo away from a report, for ever (staff of its desk).')
  removeIssuePhoto(
    @Input(() => RemoveIssuePhotoInputType) { issueId, photoId }: RemoveIssuePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePhotoPayloadType> {
    const wanted = { issueId: idOf('Issue', issueId), photoId: idOf('Photo', photoId) };
    return answer(async () => ({ issue: await removeIssuePhoto(ctx, wanted) }));
  }

  @FieldResolver(() => PhotoStageEnum, { nullable: true, description: 'What it shows; null unless it is of a report.' })
  stage(@Root() photo: AnyPhoto): PhotoStage | null {
    return photo.stage ?? null;
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'When it came to its report.' })
  addedAt(@Root() photo: AnyPhoto): Date | null {
    return photo.addedAt ?? null;
  }
}
