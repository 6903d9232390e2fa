import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { Desk, MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { DeskType, MunicipalityType } from '../../municipality/municipality.types.ts';
import { sendsDisruptions } from '../alert.senders.service.ts';
import { setDeskDisruptions } from './alert.desk.service.ts';
import { DeskDisruptionsPayloadType, SetDeskDisruptionsInputType } from './alert.desk.types.ts';

@Resolver(() => DeskType)
export class DeskAlertsResolver {
  @FieldResolver(() => Boolean, { description: 'Whether clerks of the desk may report disruptions.' })
  maySendDisruptions(@Root() desk: Desk): boolean {
    return desk.maySendDisruptions;
  }

  @mutation(
    DeskDisruptionsPayloadType,
    'Set whether the clerks of a desk may report disruptions (admins of the town). They never send warnings.',
  )
  setDeskDisruptions(
    @Input(() => SetDeskDisruptionsInputType) { deskId, maySendDisruptions }: SetDeskDisruptionsInputType,
    @Ctx() ctx: Context,
  ): Promise<DeskDisruptionsPayloadType> {
    const id = idOf('Desk', deskId);
    return answer(async () => ({ desk: await setDeskDisruptions(ctx, id, maySendDisruptions) }));
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityDisruptionsResolver {
  @FieldResolver(() => Boolean, {
    complexity: 5, // one statement for clerks
    description: 'The viewer may report disruptions of the town: warners, and clerks of desks that may.',
  })
  viewerSendsDisruptions(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<boolean> {
    return sendsDisruptions(ctx, id);
  }
}
