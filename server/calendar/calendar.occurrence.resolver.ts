import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { loadedCost } from '../kernel/cost.ts';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import type { OccurrenceRow } from './calendar.entity.ts';
import { eventOf, findOccurrence, occurrenceById, slotsOf } from './calendar.reading.service.ts';
import type { SlotRow } from './calendar.slot.entity.ts';
import { EventType, OccurrenceType, SlotType } from './calendar.types.ts';

@Resolver(() => OccurrenceType)
export class OccurrenceResolver {
  @Query(() => OccurrenceType, {
    nullable: true,
    complexity: loadedCost,
    description: 'A date by id. Errors: NOT_FOUND, also if the viewer may not read its event.',
  })
  occurrence(
    @Arg('id', () => ID, { description: 'The date.' }) id: string,
    @Ctx() ctx: Context,
  ): Promise<OccurrenceType> {
    return findOccurrence(ctx, idOf('Occurrence', id));
  }

  @FieldResolver(() => EventType, { description: 'Event of the date.' })
  event(@Root() occurrence: OccurrenceRow, @Ctx() ctx: Context): Promise<EventType> {
    return eventOf(ctx, occurrence);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Place of this date in words: its own, or that of the event; null: none.',
  })
  async place(@Root() occurrence: OccurrenceRow, @Ctx() ctx: Context): Promise<string | null> {
    return (occurrence.place ?? (await eventOf(ctx, occurrence)).place) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Address for this date with https at which people take part online: its own, or that of the event.',
  })
  async onlineUrl(@Root() occurrence: OccurrenceRow, @Ctx() ctx: Context): Promise<string | null> {
    return (occurrence.onlineUrl ?? (await eventOf(ctx, occurrence)).onlineUrl) || null;
  }

  @FieldResolver(() => [SlotType], { description: 'Slots of the date: attendance first, then shifts. At most 20.' })
  slots(@Root() { id }: OccurrenceRow, @Ctx() ctx: Context): Promise<SlotType[]> {
    return slotsOf(ctx, id);
  }
}

@Resolver(() => SlotType)
export class SlotResolver {
  @FieldResolver(() => OccurrenceType, { nullable: true, description: 'Date of the slot.' })
  occurrence(@Root() { occurrence }: SlotRow, @Ctx() ctx: Context): Promise<OccurrenceType | null> {
    return occurrenceById(ctx, occurrence.id);
  }
}
