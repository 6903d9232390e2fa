import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { TownPicture } from './media.town.rules.ts';

const TownPictureEnum = enumOf<TownPicture>('TownPicture', 'A picture of the town itself.', {
  EMBLEM: "The emblem, beside the town's name and as the icon of its app.",
  PLACE: 'The picture of the place, at the top of the first page instead of the drawn one.',
});

@InputType('SetTownPictureInput', { description: 'Input of setTownPicture.' })
export class SetTownPictureInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => TownPictureEnum, 'The picture to replace.')
  declare which: TownPicture;

  @Field(() => ID, {
    nullable: true,
    description: 'A photo that the viewer sent to `POST /upload/<ags>`; null removes the picture.',
  })
  declare photoId?: string | null;
}
