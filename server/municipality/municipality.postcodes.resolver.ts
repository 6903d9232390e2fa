import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from './municipality.entity.ts';
import { setPostcodes } from './municipality.postcodes.service.ts';
import { SetPostcodesInputType } from './municipality.postcodes.types.ts';
import { MunicipalityPayloadType, MunicipalityType } from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityPostcodesResolver {
  @FieldResolver(() => [String], { description: 'Postcodes by which people find the town. At most 50.' })
  postcodes(@Root() { postcodes }: MunicipalityRow): string[] {
    return postcodes;
  }

  @mutation(MunicipalityPayloadType, 'Set the postcodes by which people find the town (admins of the town).')
  setPostcodes(
    @Input(() => SetPostcodesInputType) { municipalityId, postcodes }: SetPostcodesInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ municipality: await setPostcodes(ctx, id, postcodes) }));
  }
}
