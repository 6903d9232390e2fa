import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import { requireFound } from '../kernel/nodes.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { LocalDate } from '../kernel/scalars.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { StreetRow } from '../street/street.entity.ts';
import { StreetType } from '../street/street.types.ts';
import type { WasteDay } from './waste.day.rules.ts';
import type { WasteDateRow, WasteDistrictRow, WasteKindRow } from './waste.entity.ts';
import {
  dependsOnHouse,
  hasCalendar,
  districtById,
  kindById,
  listDates,
  listDistricts,
  listKinds,
  listStreetDays,
  mostDays,
} from './waste.reading.service.ts';
import { variantsOf } from './waste.names.rules.ts';
import { mostDistricts, mostKinds } from './waste.rules.ts';
import {
  WasteDateConnectionType,
  WasteDateType,
  WasteDayType,
  WasteDistrictType,
  WasteKindType,
  WasteKindVariantType,
} from './waste.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityWasteResolver {
  @FieldResolver(() => [WasteKindType], {
    nullable: true,
    complexity: listCost(10, 1),
    description: `Kinds of waste that the town collects, by name. NOT_FOUND where the module is switched off. At most ${mostKinds}.`,
  })
  wasteKinds(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<WasteKindRow[]> {
    return listKinds(ctx, municipality);
  }

  @FieldResolver(() => [WasteDistrictType], {
    nullable: true,
    complexity: listCost(20, 1),
    description: `Districts of the waste calendar, by name. NOT_FOUND where the module is switched off. At most ${mostDistricts}.`,
  })
  wasteDistricts(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<WasteDistrictRow[]> {
    return listDistricts(ctx, municipality);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the town has a waste calendar with dates from today on; false where the module is switched off.',
  })
  hasWasteCalendar(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<boolean> {
    return hasCalendar(ctx, municipality);
  }

  @FieldResolver(() => WasteDateConnectionType, {
    nullable: true,
    description:
      'Dates of the waste calendar of all districts, earliest first. NOT_FOUND where the module is switched off.',
  })
  wasteDates(
    @Root() municipality: MunicipalityRow,
    @Arg('from', () => LocalDate, { nullable: true, description: 'First day; null: today.' }) from: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<WasteDateRow>> {
    return listDates(ctx, municipality, from, page);
  }
}

@Resolver(() => StreetType)
export class StreetWasteResolver {
  @FieldResolver(() => [WasteDayType], {
    nullable: true,
    complexity: listCost(10, 3),
    description: `Next days on which bins of the street are collected, today first; null where the module is switched off. At most ${mostDays}.`,
  })
  wasteDays(
    @Root() street: StreetRow,
    @Arg('houseNumber', () => String, { nullable: true, description: 'House such as "12a"; null: all houses.' })
    houseNumber: string | null,
    @Arg('first', () => Int, { nullable: true, description: `Number of days, 1 to ${mostDays}; null: 10.` })
    first: number | null,
    @Ctx() ctx: Context,
  ): Promise<WasteDay[] | null> {
    return listStreetDays(ctx, street, houseNumber, first ?? 10);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether bins depend on the house number, because houses belong to different districts.',
  })
  wasteDependsOnHouse(@Root() street: StreetRow, @Ctx() ctx: Context): Promise<boolean> {
    return dependsOnHouse(ctx, street);
  }
}

@Resolver(() => WasteDateType)
export class WasteDateResolver {
  @FieldResolver(() => WasteDistrictType, { description: 'The district.' })
  district(@Root() { district }: WasteDateRow, @Ctx() ctx: Context): Promise<WasteDistrictRow> {
    return requireFound(districtById(ctx, district.id));
  }

  @FieldResolver(() => WasteKindType, { description: 'The kind of waste.' })
  kind(@Root() { kind }: WasteDateRow, @Ctx() ctx: Context): Promise<WasteKindRow> {
    return requireFound(kindById(ctx, kind.id));
  }
}

@Resolver(() => WasteKindType)
export class WasteKindResolver {
  @FieldResolver(() => [WasteKindVariantType], {
    description:
      'Names in other languages, for a kind with the usual German name of its type; otherwise none. At most 2.',
  })
  variants(@Root() kind: WasteKindRow): WasteKindVariantType[] {
    return variantsOf(kind);
  }
}
