import { Arg, Ctx, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { field } from '../kernel/field.ts';
import { idOf } from '../kernel/ids.ts';
import { answer, PayloadType } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { embedOriginsOf, setEmbedOrigins } from './opendata.service.ts';

@ObjectType('EmbedPayload', {
  description: 'Answer of setEmbedOrigins. Refused: NOT_HTTPS, BAD_ORIGIN, TOO_MANY_ORIGINS.',
})
export class EmbedPayloadType extends PayloadType {
  @field(() => [String], 'What holds now.', { nullable: true })
  declare origins?: readonly string[] | null;
}

@Resolver(() => MunicipalityType)
export class MunicipalityEmbedResolver {
  @FieldResolver(() => [String], {
    description: 'https origins of pages that may show `/embed/<ags>/issues` in a frame; none by default.',
  })
  async embedOrigins(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<string[]> {
    return [...(await embedOriginsOf(ctx, id))];
  }

  @Mutation(() => EmbedPayloadType, {
    description: 'Which pages may show the public reports in a frame (admins of the town).',
  })
  setEmbedOrigins(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('origins', () => [String], { description: 'https origins such as https://www.unkel.de; at most ten.' })
    origins: string[],
    @Ctx() ctx: Context,
  ): Promise<EmbedPayloadType> {
    return answer(async () => {
      const id = idOf('Municipality', municipalityId);
      await setEmbedOrigins(ctx, id, origins);
      return { origins: await embedOriginsOf(ctx, id) };
    });
  }
}
