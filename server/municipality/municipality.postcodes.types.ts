import { Field, ID, InputType } from 'type-graphql';

@InputType('SetPostcodesInput', { description: 'Input of setPostcodes.' })
export class SetPostcodesInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [String], { description: 'Postcodes by which people find the town, five digits each. At most 50.' })
  declare postcodes: string[];
}
