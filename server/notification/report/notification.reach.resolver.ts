import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { AlertStreetInputType } from '../../alert/alert.input.types.ts';
import type { IncidentKind } from '../../alert/alert.entity.ts';
import { IncidentKindEnum } from '../../alert/alert.types.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { readAlertReach } from './notification.alertReach.service.ts';
import { readReach } from './notification.reach.service.ts';
import { ReachType } from './notification.reach.types.ts';

/** Maximum number of groups in one question; a post has at most 50. */
const mostGroups = 100;

@Resolver(() => ReachType)
export class ReachResolver {
  @Query(() => ReachType, {
    nullable: true,
    complexity: 30, // counts the members of all groups and their choices
    description:
      'People whom a post or a poll in these groups would reach now, by channel. The viewer must be allowed to publish in all of them.',
  })
  reach(
    @Arg('groupIds', () => [ID], { description: 'Up to 50 groups of one town.' }) groupIds: string[],
    @Ctx() ctx: Context,
  ): Promise<ReachType> {
    if (groupIds.length > mostGroups) throw new DomainError('BAD_USER_INPUT', { limit: mostGroups });
    return readReach(
      ctx,
      groupIds.map((id) => choiceOf('Group', id)),
    );
  }

  @Query(() => ReachType, {
    nullable: true,
    complexity: 30, // counts all recipients of the town and their choices
    description:
      'People whom an alert would reach now, by channel; for those who may begin such an incident, and admins of the town.',
  })
  alertReach(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('kind', () => IncidentKindEnum, { description: 'Kind of the incident.' }) kind: IncidentKind,
    @Arg('level', () => Int, { description: 'Level 1 to 4; from 3 a warning goes to all contacts for emergencies.' })
    level: number,
    @Arg('isDrill', () => Boolean, { description: 'A drill for everybody.' }) isDrill: boolean,
    @Arg('streets', () => [AlertStreetInputType], {
      nullable: true,
      description: 'Disruptions: houses of up to 200 streets; null: none.',
    })
    streets: AlertStreetInputType[] | null,
    @Ctx() ctx: Context,
  ): Promise<ReachType> {
    if ((streets?.length ?? 0) > mostGroups * 2) throw new DomainError('BAD_USER_INPUT', { limit: mostGroups * 2 });
    const spans = (streets ?? []).map(({ streetId, ...span }) => ({ ...span, streetId: choiceOf('Street', streetId) }));
    return readAlertReach(ctx, { municipalityId: idOf('Municipality', municipalityId), kind, level, isDrill, spans });
  }
}
