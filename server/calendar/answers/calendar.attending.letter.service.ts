import { canReadGroupSql } from '../../group/group.standing.service.ts';
import type { Context } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale, readLocale, variantFor } from '../../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../../kernel/mail.render.ts';
import { type Letter, type MailContent, NoLongerWanted, type PushContent } from '../../kernel/message.ts';
import { type Event, type Occurrence } from '../calendar.entity.ts';
import { Attendance, type Slot } from '../calendar.slot.entity.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

type Key = keyof (typeof de)['mails'];

/** SQL over the answer `a`, its slot `s` and its date `o` of the start. */
export const startSql = 'coalesce(s.starts_at, o.starts_at)';

/** SQL over the same rows of the start in minutes since 1970, by which a message names the start it reminds of. */
export const startMinuteSql = `floor(extract(epoch from ${startSql}) / 60)::int`;

/** Tables of an answer, as `a`, `s`, `o` and `e`. */
export const placedSql = `attendance a join slot s on s.id = a.slot_id join occurrence o on o.id = s.occurrence_id
  join event e on e.id = o.event_id`;

/**
 * Recipient of a message about the answer whose id is the subject of `m`: a person who may read the event, if the date takes place,
 * lies in the future and `isThat` (SQL over the rows of `placedSql`) holds.
 */
export function attendeeSql(isThat: string): string {
  return `select a.recipient_id, null::uuid as group_id from ${placedSql}
    where a.id = m.subject_id and a.recipient_id is not null and a.waiting_since is null and ${isThat}
      and e.state = 'PUBLISHED' and o.state <> 'CANCELLED' and ${startSql} > now()
      and exists (select from event_group x where x.event_id = e.id and ${canReadGroupSql('x.group_id', 'a.recipient_id')})`;
}

/** SQL over `m`: the start, after which nobody needs the message. */
export const startOfAttendanceSql = `select ${startSql} from ${placedSql} where a.id = m.subject_id`;

/** Loads what the letters read, in a constant number of statements. */
export function preloadAttendances({ em }: Context, ids: readonly string[]): Promise<unknown> {
  return em.find(Attendance, { id: { $in: [...ids] } }, { populate: ['slot.occurrence.event.groups'], refresh: true });
}

interface LetterFacts {
  readonly attendance: Attendance;
  readonly event: Event;
  readonly title: string;
  readonly occurrence: Occurrence;
  readonly slot: Slot;
}

async function factsOf(ctx: Context, { message, recipient }: Letter): Promise<LetterFacts> {
  const attendance = await ctx.em.findOne(Attendance, message.subjectId, {
    populate: ['slot.occurrence.event.groups'],
  });
  if (attendance === null) throw new NoLongerWanted();
  const slot = attendance.slot.getEntity();
  const occurrence = slot.occurrence.getEntity();
  const event = occurrence.event.getEntity();
  const { title } = variantFor(event.variants, recipient.locale) ?? event;
  return { attendance, event, title, occurrence, slot };
}

/** Mail about a date that the recipient attends. */
export async function writeMail(ctx: Context, letter: Letter, key: Key): Promise<MailContent> {
  const { town, recipient } = letter;
  const { attendance, event, title, occurrence, slot } = await factsOf(ctx, letter);
  const words = textsIn(texts, recipient.locale);
  const people = 1 + attendance.companions;
  return {
    text: words.mails[key],
    values: {
      town: town.name,
      title,
      shift: slot.title,
      when: timeOf(event, occurrence, slot, recipient.locale),
      place: (occurrence.place ?? event.place) || '',
      online: (occurrence.onlineUrl ?? event.onlineUrl) || '',
      people: fillText(people === 1 ? words.people.one : words.people.other, { count: String(people) }),
      link: pageUrl(ctx, town.ags, pageOf(event)),
    },
  };
}

/** Text for a device, whose locked screen others read: of groups that are not open only the title of the event. */
export async function writePush(ctx: Context, letter: Letter, key: Key): Promise<PushContent> {
  const { event, title, occurrence, slot } = await factsOf(ctx, letter);
  const isOpen = event.groups.getItems().some(({ joinPolicy }) => joinPolicy === 'OPEN');
  const { locale } = letter.recipient;
  const text = textsIn(texts, locale).pushes[isOpen ? key : (`${key}Inside` as const)];
  const values = { title, when: timeOf(event, occurrence, slot, locale) };
  return { title: fillText(text.title, values), body: fillText(text.body, values), page: pageOf(event) };
}

function pageOf({ id }: Event): string {
  return `events/${toGlobalId('Event', id)}`;
}

/** Day and time in the zone of the event, such as "Donnerstag, 3. Dezember 2026, 19:30–21:00". */
function timeOf({ timeZone, isAllDay }: Event, occurrence: Occurrence, slot: Slot, locale: string): string {
  const isWholeDay = isAllDay && slot.startsAt == null;
  const style: Intl.DateTimeFormatOptions = isWholeDay
    ? { timeZone, dateStyle: 'full' }
    : { timeZone, dateStyle: 'full', timeStyle: 'short' };
  const end = slot.endsAt ?? occurrence.endsAt;
  const last = isWholeDay ? new Date(end.getTime() - 1) : end;
  return new Intl.DateTimeFormat(dateLocale(readLocale(locale)), style).formatRange(
    slot.startsAt ?? occurrence.startsAt,
    last,
  );
}
