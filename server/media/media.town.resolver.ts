import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityPayloadType, MunicipalityType } from '../municipality/municipality.types.ts';
import { photoPath } from './media.links.service.ts';
import { setTownPicture } from './media.town.service.ts';
import { SetTownPictureInputType } from './media.town.types.ts';

@Resolver(() => MunicipalityType)
export class TownPictureResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "Path of the town's own emblem, WebP, at most 480 pixels a side; null: no emblem was uploaded.",
  })
  emblemUrl(@Root() { emblem }: MunicipalityRow): string | null {
    return emblem == null ? null : photoPath(emblem, 'small');
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Path of the town's own picture, WebP, at most 1,600 pixels a side; null: the drawn picture is shown.",
  })
  pictureUrl(@Root() { picture }: MunicipalityRow): string | null {
    return picture == null ? null : photoPath(picture, 'large');
  }

  @mutation(MunicipalityPayloadType, 'Change the emblem or the picture of the town (admins of the town).')
  setTownPicture(
    @Input(() => SetTownPictureInputType)
    { municipalityId, which, photoId }: SetTownPictureInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', municipalityId);
    const photo = photoId == null ? null : choiceOf('Photo', photoId);
    return answer(async () => ({ municipality: await setTownPicture(ctx, id, { which, photoId: photo }) }));
  }
}
