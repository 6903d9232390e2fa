import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';

@InputType('SetAllStreetsFollowInput', { description: 'Input of setAllStreetsFollow.' })
export class SetAllStreetsFollowInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => Boolean, 'True: follow all streets; false: end it. Single streets stay followed.')
  declare isFollowing: boolean;

  @field(() => Boolean, 'True: mails of disruptions, too; null: the choice stays as it is.', { nullable: true })
  declare byEmail?: boolean | null;
}

@ObjectType()
export class AllStreetsFollowPayloadType extends PayloadType {
  @field(() => Boolean, 'Whether the viewer follows all streets now; null: the call was refused.', { nullable: true })
  declare isFollowing?: boolean | null;
}
