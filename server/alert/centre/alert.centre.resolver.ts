import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { findControlCentre, setControlCentre } from './alert.centre.service.ts';
import { ControlCentrePayloadType, ControlCentreType, SetControlCentreInputType } from './alert.centre.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityControlCentreResolver {
  @FieldResolver(() => ControlCentreType, {
    nullable: true,
    description: 'Control centre of the county, for warners and admins of the town; null: nobody has set it.',
    complexity: 5, // one statement per town
  })
  controlCentre(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<ControlCentreType | null> {
    return findControlCentre(ctx, id);
  }

  @mutation(ControlCentrePayloadType, 'Set the control centre of the county (admins of the town).')
  setControlCentre(
    @Input(() => SetControlCentreInputType) input: SetControlCentreInputType,
    @Ctx() ctx: Context,
  ): Promise<ControlCentrePayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ controlCentre: await setControlCentre(ctx, { ...input, municipalityId }) }));
  }
}
