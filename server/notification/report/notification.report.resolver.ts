import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { expensivePageCost, loadedCost } from '../../kernel/cost.ts';
import { idOf, NodeType, readGlobalId } from '../../kernel/ids.ts';
import { live, readNow } from '../../kernel/live/live.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { deliveryStream, type ProgressState } from './notification.report.live.ts';
import {
  findNewestReport,
  findReport,
  findSubject,
  listReports,
  type ReportedMessage,
} from './notification.report.service.ts';
import { DeliveryProgressType, DeliveryReportConnectionType, DeliveryReportType } from './notification.report.types.ts';

@Resolver(() => DeliveryReportType)
export class DeliveryReportResolver {
  @Query(() => DeliveryReportType, {
    nullable: true,
    complexity: loadedCost,
    description:
      'Report on the delivery of a message, for editors and admins of its town and for its sender. Messages to one person have none. Errors: UNAUTHENTICATED, NOT_FOUND.',
  })
  delivery(
    @Arg('messageId', () => ID, { description: 'Id of the report, which is that of its message.' }) messageId: string,
    @Ctx() ctx: Context,
  ): Promise<DeliveryReportType> {
    return findReport(ctx, idOf('DeliveryReport', messageId));
  }

  @Query(() => DeliveryReportType, {
    nullable: true,
    complexity: loadedCost,
    description: 'Report of the newest message about an object; null: none that the viewer may read.',
  })
  async newestDelivery(
    @Arg('subjectId', () => ID, { description: 'Global id of the object, such as a post or a poll.' })
    subjectId: string,
    @Ctx() ctx: Context,
  ): Promise<DeliveryReportType | null> {
    const known = readGlobalId(subjectId);
    return known === undefined ? null : findNewestReport(ctx, known.id);
  }

  @FieldResolver(() => NodeType, {
    nullable: true,
    description: 'Object that the message is about; null: the viewer may not read it, or it no longer exists.',
  })
  subject(@Root() message: ReportedMessage, @Ctx() ctx: Context): Promise<NodeType | null> {
    return findSubject(ctx, message);
  }

  @FieldResolver(() => DeliveryProgressType, {
    complexity: 20, // counts the deliveries of the message
    description: 'Numbers of the deliveries so far.',
  })
  progress(@Root() { id }: ReportedMessage, @Ctx() ctx: Context): Promise<ProgressState> {
    return readNow(deliveryStream, ctx, { messageId: id });
  }

  @Subscription(() => DeliveryProgressType, {
    name: 'delivery',
    description:
      'Live numbers of a delivery report: the current state (with `after` only if it is newer), then every change, combined at intervals of a quarter of a second.',
    ...live(deliveryStream, ({ messageId }: { messageId: string }) => ({
      messageId: idOf('DeliveryReport', messageId),
    })),
  })
  watchDelivery(
    @Arg('messageId', () => ID, { description: 'Id of the report.' }) _messageId: string,
    @Arg('after', () => StreamCursor, {
      nullable: true,
      description: 'Cursor of the state that the client already has.',
    })
    _after: string | null,
    @Root() progress: ProgressState,
  ): ProgressState {
    return progress;
  }
}

/** `Municipality.deliveries` stands here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityDeliveriesResolver {
  @FieldResolver(() => DeliveryReportConnectionType, {
    nullable: true,
    complexity: expensivePageCost(20),
    description:
      'Delivery reports of the messages to many people, newest first; for editors and admins of the town. Errors: UNAUTHENTICATED, FORBIDDEN.',
  })
  deliveries(
    @Root() { id }: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<DeliveryReportType>> {
    return listReports(ctx, id, page);
  }
}
