import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DeskType } from '../../municipality/municipality.types.ts';

@InputType('SetDeskDisruptionsInput', { description: 'Input of setDeskDisruptions.' })
export class SetDeskDisruptionsInputType {
  @Field(() => ID, { description: 'The desk.' })
  declare deskId: string;

  @field(() => Boolean, 'Whether its clerks may report disruptions.')
  declare maySendDisruptions: boolean;
}

@ObjectType()
export class DeskDisruptionsPayloadType extends PayloadType {
  @field(() => DeskType, 'The desk.', { nullable: true })
  declare desk?: DeskType | null;
}
