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

/** Photos that belong to no report have no stage. */
type AnyPhoto = Pick<ShownPhoto, 'id'> & Partial<ShownPhoto>;

@Resolver(() => PhotoType)
export class IssuePhotoAddingResolver {
  @mutation(IssuePhotoPayloadType, 'Add a photo to a report (staff of its desk).')
  addIssuePhoto(
    @Input(() => AddIssuePhotoInputType) input: AddIssuePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePhotoPayloadType> {
    const issueId = idOf('Issue', input.issueId);
    const photoId = choiceOf('Photo', input.photoId);
    return answer(() => addIssuePhoto(ctx, { ...input, issueId, photoId }));
  }

  @mutation(IssuePhotoPayloadType, 'Delete a photo of a report (staff of its desk).')
  removeIssuePhoto(
    @Input(() => RemoveIssuePhotoInputType) { issueId, photoId, version }: RemoveIssuePhotoInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePhotoPayloadType> {
    const wanted = { issueId: idOf('Issue', issueId), photoId: idOf('Photo', photoId) };
    return answer(async () => ({ issue: await removeIssuePhoto(ctx, { ...wanted, version: version ?? null }) }));
  }

  @FieldResolver(() => PhotoStageEnum, {
    nullable: true,
    description: 'Stage that the photo shows; null unless it belongs to a report.',
  })
  stage(@Root() photo: AnyPhoto): PhotoStage | null {
    return photo.stage ?? null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'Time at which it was added to its report; null unless it belongs to a report.',
  })
  addedAt(@Root() photo: AnyPhoto): Date | null {
    return photo.addedAt ?? null;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'Time at which the town hall decided last whether everybody may see it; null while it waits for a decision, and for everybody but staff.',
  })
  judgedAt(@Root() photo: AnyPhoto): Date | null {
    return photo.judgedAt ?? null;
  }
}
