import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';

@ObjectType()
export class EmbedPayloadType extends PayloadType {
  @field(() => [String], 'The origins after the change. At most ten.', { nullable: true })
  declare origins?: readonly string[] | null;
}

@InputType('SetEmbedOriginsInput', { description: 'Input of setEmbedOrigins.' })
export class SetEmbedOriginsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [String], { description: 'https origins such as https://www.unkel.de; at most ten.' })
  declare origins: string[];
}
