import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { GroupRow } from '../group/group.entity.ts';
import { GroupType } from '../group/group.types.ts';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { externalIdOf } from '../kernel/externalId.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { AttachmentRow } from '../media/media.attachment.entity.ts';
import { AttachmentType } from '../media/media.attachment.types.ts';
import { PhotoType } from '../media/media.types.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType, PointType } from '../municipality/municipality.types.ts';
import { PostVariantType } from '../post/post.variant.types.ts';
import type { EventRow } from './calendar.entity.ts';
import { eventFiles } from './calendar.files.service.ts';
import {
  listAgenda,
  listAgendaOfGroup,
  listDrafts,
  listOccurrencesOf,
  requireGroupReader,
} from './calendar.list.service.ts';
import {
  audienceOf,
  findEvent,
  listGroupsOf,
  nextOccurrenceIn,
  nextOccurrenceOf,
  textOf,
} from './calendar.reading.service.ts';
import { recurrenceOf } from './calendar.recurrence.rules.ts';
import { canChangeDates, canEditEvent, canPublishEvent, canWithdrawEvent } from './calendar.rules.ts';
import { plannedSlotsOf } from './calendar.slot.rules.ts';
import {
  EventConnectionType,
  EventType,
  OccurrenceConnectionType,
  OccurrenceType,
  PlannedSlotType,
  RecurrenceType,
} from './calendar.types.ts';

const fromDescription = 'Dates that end after this moment; now if absent.';

@Resolver(() => EventType)
export class EventResolver {
  @Query(() => EventType, {
    nullable: true,
    complexity: loadedCost,
    description: 'An event by id. Errors: NOT_FOUND, also if the viewer may not read the event.',
  })
  event(@Arg('id', () => ID, { description: 'The event.' }) id: string, @Ctx() ctx: Context): Promise<EventType> {
    return findEvent(ctx, idOf('Event', id));
  }

  @FieldResolver(() => String, {
    description: 'Source text in Markdown, may be empty; must not be inserted into a page as HTML.',
  })
  async body(@Root() event: EventRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, event)).body;
  }

  @FieldResolver(() => String, {
    description: 'Text as sanitised HTML: headings from h3, links, lists, tables; no pictures or scripts.',
  })
  async html(@Root() event: EventRow, @Ctx() ctx: Context): Promise<string> {
    return (await textOf(ctx, event)).html;
  }

  @FieldResolver(() => [PostVariantType], {
    description: 'Translations into other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the event
  })
  variants(@Root() { variants }: EventRow): readonly PostVariantType[] {
    return variants ?? [];
  }

  @FieldResolver(() => [PhotoType], {
    description: 'Pictures in the order shown, each with alternative text; the first is the cover. At most 6.',
  })
  pictures(@Root() { id }: EventRow, @Ctx() ctx: Context): Promise<PhotoType[]> {
    return eventFiles.pictures(ctx, id);
  }

  @FieldResolver(() => PhotoType, {
    nullable: true,
    description: 'The first of `pictures`, for lists; null: the event has none.',
  })
  async cover(@Root() { id }: EventRow, @Ctx() ctx: Context): Promise<PhotoType | null> {
    const [first] = await eventFiles.pictures(ctx, id);
    return first ?? null;
  }

  @FieldResolver(() => [AttachmentType], { description: 'PDFs in the order shown, such as a poster. At most 3.' })
  attachments(@Root() { id }: EventRow, @Ctx() ctx: Context): Promise<AttachmentRow[]> {
    return eventFiles.attachments(ctx, id);
  }

  @FieldResolver(() => PointType, { nullable: true, description: 'The place on the map; null: not given.' })
  point(@Root() { lat, lon }: EventRow): PointType | null {
    return lat == null || lon == null ? null : { lat, lon };
  }

  @FieldResolver(() => RecurrenceType, {
    nullable: true,
    complexity: () => 1, // stored in the row of the event
    description: 'Rule of the series as people enter it; null: a single date.',
  })
  recurrence(@Root() { rule, timeZone }: EventRow): RecurrenceType | null {
    return recurrenceOf(rule, timeZone);
  }

  @FieldResolver(() => [PlannedSlotType], {
    complexity: () => 1, // stored in the row of the event
    description: 'Slots that each date of the event gets. At most 20.',
  })
  plannedSlots(@Root() event: EventRow): readonly PlannedSlotType[] {
    return plannedSlotsOf(event);
  }

  @FieldResolver(() => Boolean, { description: 'Whether people can answer, because the dates have slots.' })
  takesAnswers(@Root() { slotPlan }: EventRow): boolean {
    return (slotPlan ?? []).length > 0;
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town that the event belongs to.' })
  municipality(@Root() event: EventRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, event);
  }

  @FieldResolver(() => [GroupType], {
    description: 'Groups of the event that are visible to the viewer. At most 50.',
  })
  groups(@Root() event: EventRow, @Ctx() ctx: Context): Promise<GroupType[]> {
    return listGroupsOf(ctx, event);
  }

  @FieldResolver(() => String, {
    description:
      'Displayed sender: function or name of a staff member, a group or the town. Never the name of a citizen.',
  })
  async sender(@Root() event: EventRow, @Ctx() ctx: Context): Promise<string> {
    if (event.sender != null) return event.sender;
    const [group] = await listGroupsOf(ctx, event);
    return group?.name ?? (await townOf(ctx, event)).name;
  }

  @FieldResolver(() => OccurrenceConnectionType, { description: 'Dates of the event in the order of their start.' })
  occurrences(
    @Root() event: EventRow,
    @Arg('from', () => DateTime, { nullable: true, description: 'Dates that end after this moment; all if absent.' })
    from: Date | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<OccurrenceType>> {
    return listOccurrencesOf(ctx, event, from, page);
  }

  @FieldResolver(() => OccurrenceType, {
    nullable: true,
    description: 'Next date that has not ended and is not cancelled; null: none.',
  })
  async nextOccurrence(@Root() { id }: EventRow, @Ctx() ctx: Context): Promise<OccurrenceType | null> {
    return (await nextOccurrenceOf(ctx, { id, at: ctx.now() })) ?? null;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may change the event and its dates.' })
  async viewerCanEdit(@Root() event: EventRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canEditEvent(ctx.actor, event, await audienceOf(ctx, event)));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may publish the draft.' })
  async viewerCanPublish(@Root() event: EventRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canPublishEvent(ctx.actor, event, await audienceOf(ctx, event)));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may withdraw the event.' })
  async viewerCanWithdraw(@Root() event: EventRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canWithdrawEvent(ctx.actor, event, await audienceOf(ctx, event)));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may move and cancel dates of the event.' })
  async viewerCanChangeDates(@Root() event: EventRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canChangeDates(ctx.actor, event, await audienceOf(ctx, event)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Id that the requesting API key gave to the event; null for all other viewers.',
  })
  externalId(@Root() { id }: EventRow, @Ctx() ctx: Context): Promise<string | null> {
    return externalIdOf(ctx, id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Reason of the withdrawal; null: none was given, or the viewer is an API key.',
  })
  withdrawnBecause(@Root() event: EventRow, @Ctx() { actor }: Context): string | null {
    return actor.kind === 'partner' ? null : (event.withdrawnBecause ?? null);
  }
}

/** Fields of `Municipality` that stand here because domains may import only earlier domains. */
@Resolver(() => MunicipalityType)
export class MunicipalityEventsResolver {
  @FieldResolver(() => OccurrenceConnectionType, {
    nullable: true,
    description:
      'Agenda of the town: dates of published and cancelled events that the viewer may read, in the order of their start; dates under way at `from` come first. Errors: FORBIDDEN, NOT_FOUND.',
  })
  occurrences(
    @Root() municipality: MunicipalityRow,
    @Arg('from', () => DateTime, { nullable: true, description: fromDescription }) from: Date | undefined,
    @Arg('to', () => DateTime, { nullable: true, description: 'Dates that start before this moment; all if absent.' })
    to: Date | undefined,
    @Arg('groupIds', () => [ID], {
      nullable: true,
      description: 'Groups, at most 50; all groups that the viewer may read if absent.',
    })
    groupIds: string[] | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<OccurrenceType>> {
    const groups = groupIds?.map((id) => choiceOf('Group', id)) ?? null;
    return listAgenda(ctx, municipality, { from: from ?? null, to: to ?? null, groupIds: groups }, page);
  }

  @FieldResolver(() => EventConnectionType, {
    nullable: true,
    description:
      'Events of the town that the viewer created and that are not published yet, the last changed first. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND.',
  })
  eventDrafts(
    @Root() municipality: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<EventType>> {
    return listDrafts(ctx, municipality, page);
  }
}

/** Fields of `Group` that stand here because domains may import only earlier domains. */
@Resolver(() => GroupType)
export class GroupEventsResolver {
  @FieldResolver(() => OccurrenceConnectionType, {
    nullable: true,
    description:
      'Dates of published and cancelled events of the group, in the order of their start. Errors: FORBIDDEN, NOT_FOUND.',
  })
  occurrences(
    @Root() group: GroupRow,
    @Arg('from', () => DateTime, { nullable: true, description: fromDescription }) from: Date | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<OccurrenceType>> {
    return listAgendaOfGroup(ctx, group, from, page);
  }

  @FieldResolver(() => OccurrenceType, {
    nullable: true,
    description:
      'Next date of the group that has not ended and is not cancelled; null: none. Errors: FORBIDDEN, NOT_FOUND.',
  })
  async nextOccurrence(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<OccurrenceType | null> {
    await requireGroupReader(ctx, group);
    return (await nextOccurrenceIn(ctx, { id: group.id, at: ctx.now() })) ?? null;
  }
}
