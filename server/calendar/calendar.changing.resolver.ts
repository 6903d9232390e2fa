import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { cancelOccurrences } from './calendar.cancelling.service.ts';
import { changeOccurrences } from './calendar.changing.service.ts';
import {
  CancelOccurrencesInputType,
  ChangeOccurrencesInputType,
  OccurrencesPayloadType,
} from './calendar.input.types.ts';

@Resolver()
export class OccurrencesChangingResolver {
  @mutation(
    OccurrencesPayloadType,
    'Change time, place or online address of dates of a published event. Who attends them gets a message; past dates stay as they are.',
  )
  changeOccurrences(
    @Input(() => ChangeOccurrencesInputType) input: ChangeOccurrencesInputType,
    @Ctx() ctx: Context,
  ): Promise<OccurrencesPayloadType> {
    return answer(() => changeOccurrences(ctx, { ...input, occurrenceId: idOf('Occurrence', input.occurrenceId) }));
  }

  @mutation(
    OccurrencesPayloadType,
    'Cancel dates of a published event, or with ALL the event. Who attends them gets a message; they stay visible as cancelled.',
  )
  cancelOccurrences(
    @Input(() => CancelOccurrencesInputType) input: CancelOccurrencesInputType,
    @Ctx() ctx: Context,
  ): Promise<OccurrencesPayloadType> {
    return answer(() => cancelOccurrences(ctx, { ...input, occurrenceId: idOf('Occurrence', input.occurrenceId) }));
  }
}
