import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Viewer } from '../../identity/identity.person.service.ts';
import { ViewerType } from '../../identity/identity.types.ts';
import type { Context } from '../../kernel/context.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { readQuietSettings, setOnlyEmergencies, setQuietHours } from './notification.quiet.settings.service.ts';
import {
  QuietHoursPayloadType,
  QuietHoursType,
  SetOnlyEmergenciesInputType,
  SetQuietHoursInputType,
} from './notification.quiet.types.ts';

@Resolver(() => ViewerType)
export class QuietHoursResolver {
  @FieldResolver(() => QuietHoursType, { description: "The viewer's quiet hours; 22:00 to 07:00 from the start." })
  quietHours(@Root() { id }: Viewer, @Ctx() ctx: Context): Promise<QuietHoursType> {
    return readQuietSettings(ctx, id);
  }

  @mutation(QuietHoursPayloadType, "Set the viewer's quiet hours; what waits leaves at the end of the new ones.")
  setQuietHours(
    @Input(() => SetQuietHoursInputType) input: SetQuietHoursInputType,
    @Ctx() ctx: Context,
  ): Promise<QuietHoursPayloadType> {
    return answer(async () => ({ quietHours: await setQuietHours(ctx, input) }));
  }

  @mutation(QuietHoursPayloadType, 'Let nothing but emergency messages come to the viewer, besides the inbox.')
  setOnlyEmergencies(
    @Input(() => SetOnlyEmergenciesInputType) { isOn }: SetOnlyEmergenciesInputType,
    @Ctx() ctx: Context,
  ): Promise<QuietHoursPayloadType> {
    return answer(async () => ({ quietHours: await setOnlyEmergencies(ctx, isOn) }));
  }
}
