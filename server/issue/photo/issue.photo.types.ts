import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { PhotoType } from '../../media/media.types.ts';

@ObjectType()
export class PhotoPayloadType extends PayloadType {
  @field(() => PhotoType, 'The photo after the change.', { nullable: true })
  declare photo?: PhotoType | null;
}

@InputType('ApprovePhotoInput', { description: 'Input of approvePhoto.' })
export class ApprovePhotoInputType {
  @Field(() => ID, { description: 'The photo.' })
  declare photoId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;

  @field(
    () => Boolean,
    'True: only if nobody has decided on the photo yet; otherwise PHOTO_JUDGED, with the photo as it is now.',
    { nullable: true },
  )
  declare onlyIfWaiting?: boolean | null;
}

@InputType('HidePhotoInput', { description: 'Input of hidePhoto.' })
export class HidePhotoInputType {
  @Field(() => ID, { description: 'The photo.' })
  declare photoId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;

  @field(
    () => Boolean,
    'True: only if nobody has decided on the photo yet; otherwise PHOTO_JUDGED, with the photo as it is now.',
    { nullable: true },
  )
  declare onlyIfWaiting?: boolean | null;

  @field(
    () => DateTime,
    'Takes back the decision of this time (`Photo.judgedAt`): the photo waits for a decision again. PHOTO_JUDGED if another decision was made since.',
    { nullable: true },
  )
  declare takesBack?: Date | null;
}
