import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { live } from '../../kernel/live/live.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { StreamCursor, UUID } from '../../kernel/scalars.ts';
import type { Alert } from '../alert.entity.ts';
import { withStreets } from '../alert.resolver.ts';
import { type AlertDeskUpdate, alertDeskTopic } from './alert.proposal.live.ts';
import { proposeAlert } from './alert.proposal.service.ts';
import {
  AlertDeskUpdateType,
  AlertProposalPayloadType,
  AlertProposalType,
  ProposeAlertInputType,
} from './alert.proposal.types.ts';

@Resolver(() => AlertProposalType)
export class AlertProposalResolver {
  @FieldResolver(() => UUID, { description: 'Identifier; also that of the message in CAP if the proposal is sent.' })
  identifier(@Root() alert: Alert): string {
    return alert.id;
  }

  @mutation(
    AlertProposalPayloadType,
    'Propose an alert (programs of partners with the scope `alerts:propose`). Nothing is sent: a warner changes and sends it, or refuses it. At most ten proposals of a key wait.',
  )
  proposeAlert(
    @Input(() => ProposeAlertInputType) { municipalityId, alert, ...input }: ProposeAlertInputType,
    @Ctx() ctx: Context,
  ): Promise<AlertProposalPayloadType> {
    const town = idOf('Municipality', municipalityId);
    return answer(async () => ({
      proposal: await proposeAlert(ctx, { ...input, municipalityId: town, alert: withStreets(alert) }),
    }));
  }

  @Subscription(() => AlertDeskUpdateType, {
    name: 'alertDesk',
    description:
      'Alerts of a town that wait for the second person, and proposals, live (warners and admins of the town).',
    ...live(alertDeskTopic, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchAlertDesk(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() update: AlertDeskUpdate,
  ): AlertDeskUpdateType {
    return update;
  }
}
