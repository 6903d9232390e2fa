import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { requestExport } from './privacy.export.service.ts';
import { ExportMyDataInputType, ExportPayloadType } from './privacy.export.types.ts';

@Resolver()
export class ExportResolver {
  @mutation(
    ExportPayloadType,
    'Make a link to a ZIP with everything that is stored about the own account (a person who signed in during the last 15 minutes): a page, JSON and photos.',
  )
  exportMyData(
    @Input(() => ExportMyDataInputType) { municipalityId, locale }: ExportMyDataInputType,
    @Ctx() ctx: Context,
  ): Promise<ExportPayloadType> {
    const input = { municipalityId: idOf('Municipality', municipalityId), locale: locale ?? 'de' };
    return answer(async () => ({ path: await requestExport(ctx, input) }));
  }
}
