import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityPayloadType, MunicipalityType } from '../../municipality/municipality.types.ts';
import { readRetention, setRetention } from './privacy.retention.service.ts';
import { RetentionPeriodType, SetRetentionInputType } from './privacy.retention.types.ts';

/** Cost of the periods: each counts the rows that are due. */
const previewCost = 900;

@Resolver(() => MunicipalityType)
export class MunicipalityRetentionResolver {
  @FieldResolver(() => [RetentionPeriodType], {
    nullable: true,
    complexity: previewCost,
    description:
      'How long data are kept, at most 50 kinds, with the number of rows that the next night takes; admins of the town only.',
  })
  retention(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<RetentionPeriodType[]> {
    return readRetention(ctx, id);
  }

  @mutation(
    MunicipalityPayloadType,
    'Set how long data of a town are kept (admins of the town who signed in during the last 15 minutes). The next night applies it.',
  )
  setRetention(
    @Input(() => SetRetentionInputType) { municipalityId, periods }: SetRetentionInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ municipality: await setRetention(ctx, { municipalityId: id, periods }) }));
  }
}
