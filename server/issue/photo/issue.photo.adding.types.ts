import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import { PhotoType } from '../../media/media.types.ts';
import { IssueType } from '../issue.types.ts';
import { BlurBoxInputType } from './issue.photo.blur.types.ts';
import type { PhotoStage } from './issue.photo.entity.ts';

export const PhotoStageEnum = enumOf<PhotoStage>('PhotoStage', 'Stage that a photo of a report shows.', {
  BEFORE: 'The reported state.',
  AFTER: 'The state afterwards: taken by the town hall.',
});

@InputType('AddIssuePhotoInput', { description: 'Input of addIssuePhoto.' })
export class AddIssuePhotoInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, { description: 'Id that `POST /upload/<ags>` returned to the viewer.' })
  declare photoId: string;

  @field(() => String, 'The `proof` that the upload returned, for a photo that was sent without an account.', {
    nullable: true,
  })
  declare photoProof?: string | null;

  @field(() => PhotoStageEnum, 'Stage that it shows; up to five photos of each stage.')
  declare stage: PhotoStage;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: the viewer has checked it, so everybody who sees the report sees it at once.',
  })
  declare isApproved: boolean;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@ObjectType()
export class IssuePhotoPayloadType extends PayloadType {
  @field(() => IssueType, 'The report after the change.', { nullable: true })
  declare issue?: IssueType | null;

  @field(() => PhotoType, 'The photo after the change.', { nullable: true })
  declare photo?: PhotoType | null;
}

@InputType('RemoveIssuePhotoInput', { description: 'Input of removeIssuePhoto.' })
export class RemoveIssuePhotoInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, { description: 'The photo.' })
  declare photoId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;
}

@InputType('BlurIssuePhotoInput', { description: 'Input of blurIssuePhoto.' })
export class BlurIssuePhotoInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, { description: 'The photo.' })
  declare photoId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;

  @Field(() => [BlurBoxInputType], {
    description:
      'Boxes on the photo as it is shown, at most 20; an empty list restores the photo as it was sent, while that is kept.',
  })
  declare boxes: BlurBoxInputType[];
}
