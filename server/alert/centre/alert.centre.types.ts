import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

@ObjectType('ControlCentre', {
  description: 'Control centre of the county. Only it sets off sirens, MoWaS and Cell Broadcast.',
})
export class ControlCentreType {
  @field(() => String, 'Telephone number of the control centre for warners.')
  declare phone: string;

  @field(() => String, 'Address that gets a mail about each real warning; null: none.', { nullable: true })
  declare email?: string | null;
}

@ObjectType()
export class ControlCentrePayloadType extends PayloadType {
  @field(() => ControlCentreType, 'The control centre after the change.', { nullable: true })
  declare controlCentre?: ControlCentreType | null;
}

@InputType('SetControlCentreInput', { description: 'Input of setControlCentre.' })
export class SetControlCentreInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => String, { description: 'Telephone number for warners: digits, spaces, + ( ) / -; 3 to 40 characters.' })
  declare phone: string;

  @Field(() => String, { nullable: true, description: 'Address that gets a mail about each real warning; null: none.' })
  declare email?: string | null;
}
