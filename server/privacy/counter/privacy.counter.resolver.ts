import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { EraseAccountPayloadType } from '../erasure/privacy.erasure.types.ts';
import { ExportPayloadType } from '../export/privacy.export.types.ts';
import { eraseAtCounter, exportAtCounter } from './privacy.counter.service.ts';
import { EraseAtCounterInputType, ExportAtCounterInputType } from './privacy.counter.types.ts';

/** Operations of the town hall for people who come to the counter. */
@Resolver()
export class CounterResolver {
  @mutation(
    ExportPayloadType,
    'Make a link to a ZIP with the data of a person at the counter, in this town (registrars and admins who signed in during the last 15 minutes). A mail notifies the person.',
  )
  exportAtCounter(
    @Input(() => ExportAtCounterInputType) { municipalityId, locale, ...input }: ExportAtCounterInputType,
    @Ctx() ctx: Context,
  ): Promise<ExportPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({ path: await exportAtCounter(ctx, { ...input, municipalityId: id }, locale ?? 'de') }));
  }

  @mutation(
    EraseAccountPayloadType,
    'Have the account of a person at the counter erased (registrars and admins who signed in during the last 15 minutes). The link of a mail to the person undoes this for 72 hours.',
  )
  eraseAtCounter(
    @Input(() => EraseAtCounterInputType) { municipalityId, withTexts, ...input }: EraseAtCounterInputType,
    @Ctx() ctx: Context,
  ): Promise<EraseAccountPayloadType> {
    const id = idOf('Municipality', municipalityId);
    return answer(async () => ({
      erasesAt: await eraseAtCounter(ctx, { ...input, municipalityId: id }, withTexts === true),
    }));
  }
}
