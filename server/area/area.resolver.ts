import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { changeArea, createArea, listAreas, removeArea } from './area.service.ts';
import {
  AreaPayloadType,
  AreaType,
  ChangeAreaInputType,
  CreateAreaInputType,
  RemoveAreaInputType,
} from './area.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityAreasResolver {
  @FieldResolver(() => [AreaType], {
    nullable: true,
    description:
      'Areas and lines of the town by name, with their owners; for staff and warners of the town. At most 200.',
  })
  areas(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<AreaType[]> {
    return listAreas(ctx, id);
  }

  @mutation(AreaPayloadType, 'Draw an area or a line (admins of the town).')
  createArea(
    @Input(() => CreateAreaInputType) input: CreateAreaInputType,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    const { municipalityId, ...drawn } = input;
    return answer(async () => ({ area: await createArea(ctx, idOf('Municipality', municipalityId), drawn) }));
  }

  @mutation(AreaPayloadType, 'Change an area or a line (admins of the town).')
  changeArea(
    @Input(() => ChangeAreaInputType) input: ChangeAreaInputType,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    const { areaId, ...drawn } = input;
    return answer(async () => ({ area: await changeArea(ctx, idOf('Area', areaId), drawn) }));
  }

  @mutation(AreaPayloadType, 'Remove an area or a line (admins of the town).')
  removeArea(
    @Input(() => RemoveAreaInputType) { areaId }: RemoveAreaInputType,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    return answer(async () => {
      await removeArea(ctx, idOf('Area', areaId));
      return { area: null };
    });
  }
}
