import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { Group } from '../group/group.entity.ts';
import { holidaysOf } from '../hours/hours.rules.ts';
import type { Seed, SeededTown } from '../kernel/context.ts';
import { fromWall, localDay } from '../kernel/localTime.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { answerSlot } from './answers/calendar.answer.service.ts';
import { cancelOccurrences } from './calendar.cancelling.service.ts';
import { changeOccurrences } from './calendar.changing.service.ts';
import { Event, Occurrence } from './calendar.entity.ts';
import type { Recurrence } from './calendar.recurrence.rules.ts';
import {
  council,
  exhibition,
  helpers,
  market,
  parentsEvening,
  sandbags,
  type SeededEvent,
  training,
} from './calendar.seed.rules.ts';
import { Slot } from './calendar.slot.entity.ts';
import { createEvent } from './calendar.writing.service.ts';

/**
 * A market that pauses on public holidays, the council, an exhibition that begins today, a training of which one date was moved,
 * a parents' evening, and helpers of which one shift is full.
 */
export const seedCalendar: Seed = async (town) => {
  const { timeZone } = await town.services.em.fork().findOneOrFail(Municipality, town.id);
  const groups = await town.services.em.fork().find(Group, { municipality: town.id });
  const idOf = (begin: string): string => groups.find(({ name }) => name.startsWith(begin))?.id ?? town.townGroupId;
  for (const event of [exhibition, council]) await seedEvent(town, timeZone, event, town.townGroupId);
  const weekly = await seedEvent(town, timeZone, market, town.townGroupId);
  await cancelHolidays(town, timeZone, weekly);
  const moved = await seedEvent(town, timeZone, training, idOf('Feuerwehr'));
  await moveSecond(town, moved);
  await seedEvent(town, timeZone, parentsEvening, idOf('Eltern der Kita'));
  const helping = await seedEvent(town, timeZone, sandbags, idOf('Feuerwehr'));
  await fillShift(town, helping);
};

async function seedEvent(town: SeededTown, timeZone: string, event: SeededEvent, groupId: string): Promise<Event> {
  const { title, body, variants, place, recurrence, slots, minutes } = event;
  const wall = firstDay(town, timeZone, event).toPlainDateTime(event.from);
  const isAllDay = minutes >= 1440;
  const dates = { startsAt: fromWall(wall, timeZone), endsAt: fromWall(wall.add({ minutes }), timeZone), isAllDay };
  return createEvent(town.at(town.editor, -24 * 20), {
    title,
    body,
    variants,
    place,
    groupIds: [groupId],
    dates: { ...dates, recurrence: fitted(recurrence, wall) },
    slots: slots ?? [],
    isDraft: false,
    idempotencyKey: randomUUID(),
  });
}

/** A monthly series repeats the weekday of its first date. */
function fitted(recurrence: Recurrence | undefined, wall: Temporal.PlainDateTime): Recurrence | null {
  if (recurrence?.frequency !== 'MONTHLY') return recurrence ?? null;
  const nth = Math.ceil(wall.day / 7);
  return { ...recurrence, nthWeekday: { nth: nth > 4 ? -1 : nth, weekday: 'TUESDAY' } };
}

function firstDay(town: SeededTown, timeZone: string, { days, weekday }: SeededEvent): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(town.services.now().getTime()).toZonedDateTimeISO(timeZone);
  const day = today.toPlainDate().add({ days });
  return weekday === undefined ? day : day.add({ days: (weekday - day.dayOfWeek + 7) % 7 });
}

/** Cancels the dates on public holidays. */
async function cancelHolidays(town: SeededTown, timeZone: string, { id }: Event): Promise<void> {
  const dates = await town.services.em.fork().find(Occurrence, { event: id }, { orderBy: { startsAt: 'asc' } });
  for (const { id: occurrenceId, startsAt } of dates) {
    const day = localDay(startsAt, timeZone).date;
    const holidays = holidaysOf(town.ags.slice(0, 2), Number(day.slice(0, 4)));
    const holiday = holidays.find(({ date }) => date === day);
    if (holiday === undefined) continue;
    const { version } = await town.services.em.fork().findOneOrFail(Event, id);
    const reason = `${holiday.name}: Der Markt fällt aus.`;
    await cancelOccurrences(town.at(town.editor, -24 * 19), { occurrenceId, version, scope: 'THIS', reason });
  }
}

/** Moves the second date to another place and an hour later. */
async function moveSecond(town: SeededTown, event: Event): Promise<void> {
  const where = { event: event.id };
  const dates = await town.services.em.fork().find(Occurrence, where, { orderBy: { startsAt: 'asc' }, limit: 2 });
  const second = dates.at(-1);
  if (second === undefined) return;
  const startsAt = new Date(second.startsAt.getTime() + 3_600_000);
  const input = {
    occurrenceId: second.id,
    version: event.version,
    scope: 'THIS',
    startsAt,
    place: 'Bürgerhaus',
  } as const;
  await changeOccurrences(town.at(town.editor, -24), input);
}

/** Fills the first shift of the event; the last person waits. */
async function fillShift(town: SeededTown, event: Event): Promise<void> {
  const where = { occurrence: { event: event.id }, kind: 'SHIFT' as const };
  const [shift] = await town.services.em.fork().find(Slot, where, { orderBy: { position: 'asc' }, limit: 1 });
  if (shift === undefined) return;
  for (const [i, name] of helpers.entries()) {
    const person = town.citizens[i];
    if (person !== undefined) await answerSlot(town.at(person, -24 * 3 + i), { slotId: shift.id, answer: 'YES', name });
  }
}
