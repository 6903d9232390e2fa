import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import type { Motif } from './municipality.entity.ts';

export const MotifEnum = enumOf<Motif>('Motif', 'What the drawn picture of a town shows behind its houses.', {
  RIVER: 'A river below vineyards.',
  HILLS: 'Hills and a chapel.',
  COAST: 'The sea and a lighthouse.',
  PLAIN: 'Fields and a windmill.',
});

@ObjectType('Accent', { description: "The town's colour; never the colour of what can be pressed." })
export class AccentType {
  @field(() => String, 'On light pages, e.g. "#2c6e5d".')
  declare color: string;

  @field(() => String, 'On dark pages: lightened where it would drown.')
  declare onDark: string;

  @field(() => String, 'Colour of text on it: black or white.')
  declare ink: string;

  @field(() => String, 'Colour of text on it on dark pages.')
  declare inkOnDark: string;

  @field(() => Float, 'Contrast (WCAG, 1 to 21) with the ground of light pages.')
  declare ratioOnLight: number;

  @field(() => Float, 'Contrast with the ground of dark pages.')
  declare ratioOnDark: number;
}

@ObjectType('AccentCheck', { description: 'What checkAccent found out about a colour.' })
export class AccentCheckType extends PayloadType {
  @field(() => AccentType, 'The colour as pages would use it.', { nullable: true })
  declare accent?: AccentType | null;
}

@InputType('SetLookInput', { description: 'How the town looks.' })
export class SetLookInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Its colour, e.g. "#2c6e5d".')
  declare color: string;

  @field(() => MotifEnum, 'What its picture shows.')
  declare motif: Motif;
}
