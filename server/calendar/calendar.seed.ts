import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { Group } from '../group/group.entity.ts';
import type { Seed, SeededTown } from '../kernel/context.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { PostVariantInput } from '../post/post.variant.rules.ts';
import { changeOccurrences } from './calendar.changing.service.ts';
import { type Event, Occurrence } from './calendar.entity.ts';
import type { PlannedSlotInput } from './calendar.input.rules.ts';
import type { Recurrence } from './calendar.recurrence.rules.ts';
import { fromWall } from './calendar.time.rules.ts';
import { createEvent } from './calendar.writing.service.ts';

/** Event of the demonstration. Times are local; the first date is the first such weekday at least `days` days from today. */
interface SeededEvent {
  readonly title: string;
  readonly body: string;
  readonly variants: readonly PostVariantInput[];
  readonly place: string;
  readonly days: number;
  /** 1 (Monday) to 7; absent: the day itself. */
  readonly weekday?: number;
  readonly from: string;
  readonly minutes: number;
  readonly recurrence?: Recurrence;
  readonly slots?: readonly PlannedSlotInput[];
}

const market: SeededEvent = {
  title: 'Wochenmarkt',
  body: 'Obst, Gemüse, Käse und Blumen aus der Region. Kaffee gibt es am Stand der Landfrauen.',
  variants: [
    { locale: 'en', title: 'Weekly market', body: 'Fruit, vegetables, cheese and flowers from the region.' },
    { locale: 'de-x-leicht', title: 'Markt', body: 'Sie können Obst und Gemüse kaufen. Den Markt gibt es jede Woche.' },
  ],
  place: 'Marktplatz',
  days: 0,
  weekday: 5,
  from: '08:00',
  minutes: 300,
  recurrence: { frequency: 'WEEKLY', count: 60 },
};

const council: SeededEvent = {
  title: 'Sitzung des Stadtrats',
  body: 'Die Sitzung ist öffentlich. Die Tagesordnung steht eine Woche vorher im Ratsinformationssystem.',
  variants: [
    { locale: 'en', title: 'Meeting of the town council', body: 'The meeting is open to the public.' },
    { locale: 'de-x-leicht', title: 'Treffen vom Stadtrat', body: 'Alle dürfen kommen und zuhören.' },
  ],
  place: 'Rathaus, großer Saal',
  days: 3,
  weekday: 2,
  from: '19:00',
  minutes: 150,
  recurrence: { frequency: 'MONTHLY', count: 12 },
};

const training: SeededEvent = {
  title: 'Training: Erste Hilfe',
  body: 'Die Feuerwehr zeigt, was im Notfall hilft. Vorkenntnisse brauchen Sie nicht.',
  variants: [
    { locale: 'en', title: 'Training: first aid', body: 'The fire brigade shows what helps in an emergency.' },
    {
      locale: 'de-x-leicht',
      title: 'Erste Hilfe lernen',
      body: 'Die Feuerwehr zeigt: So helfen Sie im Notfall.',
    },
  ],
  place: 'Feuerwehrhaus',
  days: 1,
  weekday: 3,
  from: '18:00',
  minutes: 90,
  recurrence: { frequency: 'WEEKLY', count: 12 },
  slots: [{ kind: 'ATTENDANCE', capacity: 20 }],
};

/** Goes on for three months from the day of the seed, so that every day has an event. */
const exhibition: SeededEvent = {
  title: 'Ausstellung: Unsere Stadt in alten Bildern',
  body: 'Fotos aus hundert Jahren, gesammelt von Bürgerinnen und Bürgern. Der Eintritt ist frei.',
  variants: [
    { locale: 'en', title: 'Exhibition: our town in old pictures', body: 'Photos of a hundred years. Entry is free.' },
    {
      locale: 'de-x-leicht',
      title: 'Alte Bilder von unserer Stadt',
      body: 'Sie können alte Fotos sehen. Es kostet nichts.',
    },
  ],
  place: 'Foyer des Rathauses',
  days: 0,
  from: '00:00',
  minutes: 90 * 1440,
};

/** A market, the council, a training of which one date was moved, and an exhibition. */
export const seedCalendar: Seed = async (town) => {
  const { timeZone } = await town.services.em.fork().findOneOrFail(Municipality, town.id);
  const [group] = await town.services.em.fork().find(Group, { municipality: town.id, name: 'Feuerwehr' });
  for (const event of [exhibition, market, council]) await seedEvent(town, timeZone, event, town.townGroupId);
  const moved = await seedEvent(town, timeZone, training, group?.id ?? town.townGroupId);
  await moveSecond(town, moved);
};

async function seedEvent(town: SeededTown, timeZone: string, event: SeededEvent, groupId: string): Promise<Event> {
  const { title, body, variants, place, recurrence, slots, minutes } = event;
  const wall = firstDay(town, timeZone, event).toPlainDateTime(event.from);
  const isAllDay = minutes >= 1440;
  const dates = { startsAt: fromWall(wall, timeZone), endsAt: fromWall(wall.add({ minutes }), timeZone), isAllDay };
  return createEvent(town.at(town.admin, -24 * 20), {
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
  await changeOccurrences(town.at(town.admin, -24), input);
}
