import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { embedOriginsOf, setEmbedOrigins } from './opendata.service.ts';
import { EmbedPayloadType, SetEmbedOriginsInputType } from './opendata.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityEmbedResolver {
  @FieldResolver(() => [String], {
    description:
      'https origins of pages that may show `/embed/<ags>/issues` and `/events` in a frame; none by default. At most ten.',
    complexity: 5, // one statement per town
  })
  async embedOrigins(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<string[]> {
    return [...(await embedOriginsOf(ctx, id))];
  }

  @mutation(
    EmbedPayloadType,
    'Set the pages that may show the public reports and events in a frame (admins of the town).',
  )
  setEmbedOrigins(
    @Input(() => SetEmbedOriginsInputType) { municipalityId, origins }: SetEmbedOriginsInputType,
    @Ctx() ctx: Context,
  ): Promise<EmbedPayloadType> {
    return answer(async () => {
      const id = idOf('Municipality', municipalityId);
      await setEmbedOrigins(ctx, id, origins);
      return { origins: await embedOriginsOf(ctx, id) };
    });
  }
}
