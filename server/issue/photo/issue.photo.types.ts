import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
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
}

@InputType('HidePhotoInput', { description: 'Input of hidePhoto.' })
export class HidePhotoInputType {
  @Field(() => ID, { description: 'The photo.' })
  declare photoId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;
}
