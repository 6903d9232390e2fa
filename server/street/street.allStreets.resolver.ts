import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { readOwnAllStreets, setAllStreetsFollow } from './street.allStreets.service.ts';
import { AllStreetsFollowPayloadType, SetAllStreetsFollowInputType } from './street.allStreets.types.ts';

@Resolver(() => MunicipalityType)
export class AllStreetsResolver {
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether the viewer follows all streets of the town. Null when signed out.',
  })
  viewerFollowsAllStreets(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<boolean | null> {
    return readOwnAllStreets(ctx, id);
  }

  @mutation(
    AllStreetsFollowPayloadType,
    'Follow all streets of a town, to get messages of each disruption, or end it. Following is the consent to these messages.',
  )
  setAllStreetsFollow(
    @Input(() => SetAllStreetsFollowInputType) { municipalityId, ...input }: SetAllStreetsFollowInputType,
    @Ctx() ctx: Context,
  ): Promise<AllStreetsFollowPayloadType> {
    return answer(async () => ({
      isFollowing: await setAllStreetsFollow(ctx, { municipalityId: idOf('Municipality', municipalityId), ...input }),
    }));
  }
}
