import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import type { Motif } from './municipality.entity.ts';

export const MotifEnum = enumOf<Motif>('Motif', 'Motif behind the houses in the drawn picture of a town.', {
  RIVER: 'A river below vineyards.',
  HILLS: 'Hills and a chapel.',
  COAST: 'The sea and a lighthouse.',
  PLAIN: 'Fields and a windmill.',
});

@ObjectType('Accent', { description: "The town's colour; pages never use it for controls." })
export class AccentType {
  @field(() => String, 'Colour on light pages, e.g. "#2c6e5d".')
  declare color: string;

  @field(() => String, 'Colour on dark pages, lightened if its contrast would be too low.')
  declare onDark: string;

  @field(() => String, 'Colour of text on the accent: black or white.')
  declare ink: string;

  @field(() => String, 'Colour of text on the accent on dark pages: black or white.')
  declare inkOnDark: string;

  @field(() => Float, 'Contrast (WCAG, 1 to 21) with the background of light pages.')
  declare ratioOnLight: number;

  @field(() => Float, 'Contrast (WCAG, 1 to 21) with the brightest background of dark pages.')
  declare ratioOnDark: number;
}

@ObjectType('AccentCheck', { description: 'Result of checkAccent.' })
export class AccentCheckType extends PayloadType {
  @field(() => AccentType, 'The colour as pages would use it; null if it is refused.', { nullable: true })
  declare accent?: AccentType | null;
}

@InputType('SetLookInput', { description: 'Input of setLook.' })
export class SetLookInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'The town\'s colour, e.g. "#2c6e5d".')
  declare color: string;

  @field(() => MotifEnum, "Motif of the town's drawn picture.")
  declare motif: Motif;
}
