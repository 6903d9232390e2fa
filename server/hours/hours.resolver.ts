import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityPayloadType, MunicipalityType } from '../municipality/municipality.types.ts';
import { holidaysOf } from './hours.rules.ts';
import { calendarOf, setOfficeHours } from './hours.service.ts';
import { writtenSpans } from './hours.settings.rules.ts';
import { OfficeHoursType, SetOfficeHoursInputType } from './hours.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityHoursResolver {
  @FieldResolver(() => OfficeHoursType, {
    complexity: 10,
    description: 'Opening hours of the town hall; deadlines are counted in this time.',
  })
  async officeHours(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<OfficeHoursType> {
    const { week, closedDays, land } = await calendarOf(ctx, id);
    const year = ctx.now().getFullYear();
    return {
      spans: writtenSpans(week),
      closedDays,
      holidays: [...holidaysOf(land, year), ...holidaysOf(land, year + 1)],
    };
  }

  @mutation(
    MunicipalityPayloadType,
    'Set the opening hours of the town hall (admins of the town); deadlines that run already stay.',
  )
  setOfficeHours(
    @Input(() => SetOfficeHoursInputType)
    input: SetOfficeHoursInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ municipality: await setOfficeHours(ctx, id, input) }));
  }
}
