import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import { choiceOf } from '../kernel/ids.ts';
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
  today(
    @Root() municipality: MunicipalityRow,
    @Arg('streetId', () => ID, {
      nullable: true,
      description: 'Street whose bins are shown; null: those of the streets that the viewer follows.',
    })
    streetId: string | null | undefined,
    @Arg('houseNumber', () => String, {
      nullable: true,
      description: 'House of `streetId` such as "12a"; null, or no house number: all its houses.',
    })
    houseNumber: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<TodayEntry[]> {
    const street = streetId == null ? null : choiceOf('Street', streetId);
    return listToday(ctx, municipality, { streetId: street, houseNumber: houseNumber ?? null });
  }
}
