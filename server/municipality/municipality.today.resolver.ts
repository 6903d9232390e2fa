import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import type { MunicipalityRow } from './municipality.entity.ts';
import { listToday, type TodayEntry } from './municipality.today.service.ts';
import { TodayEntryType } from './municipality.today.types.ts';
import { MunicipalityType } from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityTodayResolver {
  @FieldResolver(() => [TodayEntryType], {
    nullable: true,
    complexity: listCost(6, 3),
    description: 'Entries of today and soon in the town that the viewer may see, earliest first. At most 6.',
  })
  today(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<TodayEntry[]> {
    return listToday(ctx, municipality);
  }
}
