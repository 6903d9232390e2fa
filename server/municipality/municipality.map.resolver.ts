import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from './municipality.entity.ts';
import { listNeighbours, mapOf, mostNeighbours, setTownMap } from './municipality.map.service.ts';
import { SetTownMapInputType, TownMapType } from './municipality.map.types.ts';
import { MunicipalityPayloadType, MunicipalityType } from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityMapResolver {
  @FieldResolver(() => TownMapType, { description: 'Map settings of the town.' })
  map(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): TownMapType {
    const { bounds, ...map } = mapOf(ctx, municipality);
    const box = bounds && { west: bounds[0], south: bounds[1], east: bounds[2], north: bounds[3] };
    return { ...map, bounds: box, isOwn: municipality.map != null };
  }

  @FieldResolver(() => [MunicipalityType], {
    complexity: ({ childComplexity }) => mostNeighbours * (1 + childComplexity),
    description: `Neighbouring towns by name, at most ${mostNeighbours}.`,
  })
  neighbours(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<MunicipalityType[]> {
    return listNeighbours(ctx, municipality);
  }

  @mutation(MunicipalityPayloadType, 'Set how the map of the town is drawn (admins of the town).')
  setTownMap(
    @Input(() => SetTownMapInputType) input: SetTownMapInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ municipality: await setTownMap(ctx, municipalityId, input) }));
  }
}
