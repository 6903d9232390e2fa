import { canReadGroupSql } from '../../group/group.standing.service.ts';
import type { Context } from '../../kernel/context.ts';
import { dateText } from '../../kernel/dateText.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { variantFor } from '../../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../../kernel/mail.render.ts';
import { type Letter, type MailContent, NoLongerWanted, type PushContent } from '../../kernel/message.ts';
import { type Event, type Occurrence } from '../calendar.entity.ts';
import { Attendance, type Slot } from '../calendar.slot.entity.ts';
import { invitationTo, withdrawalTo } from '../ics/calendar.ics.invitation.service.ts';
import { answersUrl } from './mail/calendar.linkAnswer.service.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

type Key = 'promoted' | 'reminder' | 'confirmed';
/** Texts for devices; a confirmation goes by mail only. */
type PushKey = Exclude<Key, 'confirmed'>;

/** Words of mails and pushes about answers in one language. */
export function answerTexts(locale: string): typeof de {
  return textsIn(texts, locale);
}

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

/** Values of mails about a slot, whose date and event are loaded: title, time, place and number of people. */
export function dateValues(slot: Slot, locale: string, companions: number): Readonly<Record<string, string>> {
  const occurrence = slot.occurrence.getEntity();
  const event = occurrence.event.getEntity();
  const words = answerTexts(locale);
  const people = 1 + companions;
  return {
    title: (variantFor(event.variants, locale) ?? event).title,
    shift: slot.title,
    when: timeOf(event, occurrence, slot, locale),
    place: (occurrence.place ?? event.place) || '',
    online: (occurrence.onlineUrl ?? event.onlineUrl) || '',
    people: fillText(people === 1 ? words.people.one : words.people.other, { count: String(people) }),
  };
}

/** Mail about a date that the recipient attends; people without an account get the link to their answers. */
export async function writeMail(ctx: Context, letter: Letter, key: Key): Promise<MailContent> {
  const { town, recipient } = letter;
  const { attendance, event, occurrence, slot } = await factsOf(ctx, letter);
  const invitation = await invitationTo(ctx, letter, [occurrence], slot.id);
  return {
    text: answerTexts(recipient.locale).mails[key],
    values: {
      town: town.name,
      ...dateValues(slot, recipient.locale, attendance.companions),
      invitation: invitation?.note ?? '',
      link: answersUrl(ctx, town.ags, recipient, pageOf(event)),
    },
    calendars: invitation?.calendars,
  };
}

/**
 * Mail that removes a date or shift from the calendar program of a recipient who gave up the seats. NoLongerWanted: the recipient has
 * seats again.
 */
export async function writeWithdrawal(ctx: Context, letter: Letter): Promise<MailContent> {
  const { town, recipient } = letter;
  const { attendance, event, occurrence, slot } = await factsOf(ctx, letter);
  if (attendance.answer === 'YES' && attendance.waitingSince == null) throw new NoLongerWanted();
  return {
    text: answerTexts(recipient.locale).mails.withdrawn,
    values: {
      town: town.name,
      ...dateValues(slot, recipient.locale, 0),
      link: answersUrl(ctx, town.ags, recipient, pageOf(event)),
    },
    calendars: [withdrawalTo(ctx, letter, { event, date: occurrence, slot })],
  };
}

/** Text for a device, whose locked screen others read: of groups that are not open only the title of the event. */
export async function writePush(ctx: Context, letter: Letter, key: PushKey): Promise<PushContent> {
  const { event, title, occurrence, slot } = await factsOf(ctx, letter);
  const isOpen = event.groups.getItems().some(({ joinPolicy }) => joinPolicy === 'OPEN');
  const { locale } = letter.recipient;
  const text = answerTexts(locale).pushes[isOpen ? key : (`${key}Inside` as const)];
  const values = { title, when: timeOf(event, occurrence, slot, locale) };
  return { title: fillText(text.title, values), body: fillText(text.body, values), page: pageOf(event) };
}

function pageOf({ id }: Event): string {
  return `events/${toGlobalId('Event', id)}`;
}

/** Day and time in the zone of the event, such as "Donnerstag, 3. Dezember 2026, 19:30–21 Uhr". */
function timeOf({ timeZone, isAllDay }: Event, occurrence: Occurrence, slot: Slot, locale: string): string {
  const startsAt = slot.startsAt ?? occurrence.startsAt;
  const endsAt = slot.endsAt ?? occurrence.endsAt;
  return dateText({ timeZone, isAllDay: isAllDay && slot.startsAt == null }, { startsAt, endsAt }, locale);
}
