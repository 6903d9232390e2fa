import type { PostVariantInput } from '../post/post.variant.rules.ts';
import type { PlannedSlotInput } from './calendar.input.rules.ts';
import type { Recurrence } from './calendar.recurrence.rules.ts';

/** Event of the demonstration. Times are local; the first date is the first such weekday at least `days` days from today. */
export interface SeededEvent {
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

export const market: SeededEvent = {
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

/** At the time that a post of the town names. */
export const council: SeededEvent = {
  title: 'Sitzung des Stadtrats',
  body: 'Die Sitzung ist öffentlich. Die Tagesordnung steht eine Woche vorher im Ratsinformationssystem.',
  variants: [
    { locale: 'en', title: 'Meeting of the town council', body: 'The meeting is open to the public.' },
    { locale: 'de-x-leicht', title: 'Treffen vom Stadtrat', body: 'Alle dürfen kommen und zuhören.' },
  ],
  place: 'Rathaus, großer Saal',
  days: 7,
  weekday: 2,
  from: '18:30',
  minutes: 150,
  recurrence: { frequency: 'MONTHLY', count: 12 },
};

export const training: SeededEvent = {
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
export const exhibition: SeededEvent = {
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

/** At the time that a post of the group names. */
export const parentsEvening: SeededEvent = {
  title: 'Elternabend',
  body: 'Wir sprechen über die Eingewöhnung, das Sommerfest und die neuen Schließtage.',
  variants: [
    {
      locale: 'en',
      title: 'Parents’ evening',
      body: 'We talk about settling in, the summer party and the closing days.',
    },
    { locale: 'de-x-leicht', title: 'Treffen für Eltern', body: 'Eltern und Kita sprechen miteinander.' },
  ],
  place: 'Kita, Gruppenraum',
  days: 7,
  weekday: 3,
  from: '19:30',
  minutes: 90,
  slots: [{ kind: 'ATTENDANCE' }],
};

/** Event with a shift of three seats, for which four people answer: the last one waits. */
export const sandbags: SeededEvent = {
  title: 'Sandsäcke für das Hochwasser füllen',
  body: 'Bringen Sie Handschuhe und feste Schuhe mit. Sand, Säcke und warme Getränke sind da.',
  variants: [
    { locale: 'en', title: 'Filling sandbags', body: 'Bring gloves and sturdy shoes. There are hot drinks.' },
    {
      locale: 'de-x-leicht',
      title: 'Säcke mit Sand füllen',
      body: 'Viele Menschen helfen. Ziehen Sie feste Schuhe an.',
    },
  ],
  place: 'Bauhof',
  days: 2,
  weekday: 6,
  from: '09:00',
  minutes: 180,
  slots: [
    { kind: 'ATTENDANCE' },
    { kind: 'SHIFT', title: 'Schaufeln und füllen', capacity: 3 },
    { kind: 'SHIFT', title: 'Getränke ausgeben', capacity: 2 },
  ],
};

/** Names under which people of the demonstration help. */
export const helpers = ['Ulrike Brandt', 'Familie Yılmaz', 'Horst Kessler', 'Mia Sander'] as const;
