import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { registerNode } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { Area } from './area.entity.ts';
import { changeArea, createArea, findArea, listAreas, removeArea } from './area.service.ts';
import { AreaPayloadType, AreaType, ChangeAreaInputType, CreateAreaInputType } from './area.types.ts';

registerNode('Area', async (ctx, id) => {
  const area = await findArea(ctx, id);
  return area === null ? null : ctx.em.findOne(Area, area.id);
});

@Resolver(() => MunicipalityType)
export class MunicipalityAreasResolver {
  @FieldResolver(() => [AreaType], {
    nullable: true,
    description: 'Its areas and lines by name, with who looks after them; for staff of the town.',
  })
  areas(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<AreaType[]> {
    return listAreas(ctx, id);
  }

  @Mutation(() => AreaPayloadType, { description: 'Draw an area or a line (admins of the town).' })
  createArea(
    @Arg('input', () => CreateAreaInputType, { description: 'What is drawn.' }) input: CreateAreaInputType,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    const { municipalityId, ...drawn } = input;
    return answer(async () => ({ area: await createArea(ctx, idOf('Municipality', municipalityId), drawn) }));
  }

  @Mutation(() => AreaPayloadType, { description: 'Draw an area or a line otherwise (admins of the town).' })
  changeArea(
    @Arg('input', () => ChangeAreaInputType, { description: 'As it is from now on.' }) input: ChangeAreaInputType,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    const { areaId, ...drawn } = input;
    return answer(async () => ({ area: await changeArea(ctx, idOf('Area', areaId), drawn) }));
  }

  @Mutation(() => AreaPayloadType, {
    description: 'Remove an area or a line (admins of the town). Refused: AREA_IN_USE, while reports are routed by it.',
  })
  removeArea(
    @Arg('areaId', () => ID, { description: 'The area.' }) areaId: string,
    @Ctx() ctx: Context,
  ): Promise<AreaPayloadType> {
    return answer(async () => {
      await removeArea(ctx, idOf('Area', areaId));
      return { area: null };
    });
  }
}
