import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { type Accent, accentOf, defaultAccent, readAccent } from './municipality.accent.rules.ts';
import type { Municipality, MunicipalityRow } from './municipality.entity.ts';
import { setLook } from './municipality.look.service.ts';
import { AccentCheckType, AccentType, MotifEnum, SetLookInputType } from './municipality.look.types.ts';
import { MunicipalityPayloadType, MunicipalityType } from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityLookResolver {
  @FieldResolver(() => AccentType, { description: "The town's colour; a default if it has chosen none." })
  accent(@Root() { accent }: MunicipalityRow): Accent {
    return accentOf(accent ?? defaultAccent);
  }

  @FieldResolver(() => MotifEnum, { description: "Motif of the town's drawn picture." })
  motif(@Root() { motif }: MunicipalityRow): Municipality['motif'] {
    return motif;
  }

  @Query(() => AccentCheckType, {
    nullable: true,
    description: 'Preview of a colour as the colour of a town, and the reasons why it may not be chosen.',
  })
  checkAccent(
    @Arg('color', () => String, { description: 'Colour as #rrggbb, e.g. "#2c6e5d".' }) color: string,
  ): Promise<AccentCheckType> {
    return answer(() => Promise.resolve({ accent: readAccent(color) }));
  }

  @mutation(MunicipalityPayloadType, "Choose the town's colour and picture (admins of the town).")
  setLook(
    @Input(() => SetLookInputType) input: SetLookInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ municipality: await setLook(ctx, id, input) }));
  }
}
