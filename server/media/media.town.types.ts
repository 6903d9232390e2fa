import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { TownPicture } from './media.town.rules.ts';

const TownPictureEnum = enumOf<TownPicture>('TownPicture', 'A picture of the town itself.', {
  EMBLEM: 'Its emblem, beside its name and as the icon of its app.',
  PLACE: 'The place, at the head of the first page instead of the drawn one.',
});

@InputType('SetTownPictureInput', { description: 'One picture of the town.' })
export class SetTownPictureInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => TownPictureEnum, 'Which.')
  declare which: TownPicture;

  @Field(() => ID, {
    nullable: true,
    description: 'A photo that you sent to `POST /upload/<ags>`; null: none any more.',
  })
  declare photoId?: string | null;
}
