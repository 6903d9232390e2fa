import { groupsReadBy } from '../../group/group.service.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type InboxReader, smsLike, type StoredMessage } from '../../kernel/message.ts';
import { shownStates } from '../calendar.rules.ts';
import { Attendance } from '../calendar.slot.entity.ts';
import { EventType, OccurrenceType } from '../calendar.types.ts';
import { attendanceConfirmed, attendanceWithdrawn, partyPromoted, reminderDue } from './calendar.answer.events.ts';
import {
  attendeeSql,
  preloadAttendances,
  startMinuteSql,
  startOfAttendanceSql,
  writeMail,
  writePush,
  writeWithdrawal,
} from './calendar.attending.letter.service.ts';

const inbox: InboxReader = {
  subjectTypes: [EventType],
  contentTypes: [OccurrenceType],
  async read({ em }, person, messages) {
    const ids = [...new Set(messages.map(({ subjectId }) => subjectId))];
    const readable = { state: { $in: [...shownStates] }, groups: groupsReadBy(person) };
    const found = await em.find(
      Attendance,
      { id: { $in: ids }, recipient: person, slot: { occurrence: { event: readable } } },
      { populate: ['slot.occurrence.event'], refresh: true },
    );
    const dates = new Map(found.map(({ id, slot }) => [id, slot.getEntity().occurrence.getEntity()]));
    return ({ subjectId }) => {
      const occurrence = dates.get(subjectId);
      return { subject: occurrence?.event.getEntity() ?? null, content: occurrence ?? null };
    };
  },
};

/** Options of messages to a person about a date that the person attends; `subjectId` is the answer. */
const attending = {
  class: 'PERSONAL',
  interest: 'ATTENDING',
  module: 'CALENDAR',
  isImmediate: true,
  validUntil: startOfAttendanceSql,
  inbox,
  preload: (ctx: Context, messages: readonly StoredMessage[]) =>
    preloadAttendances(
      ctx,
      messages.map(({ subjectId }) => subjectId),
    ),
} as const;

/** SQL condition: the channel is not e-mail. The inbox needs no message about the own answer; only the mail carries the date. */
const isNoMail = `c.name <> 'EMAIL'`;

const confirmed = defineMessage({
  ...attending,
  kind: 'ATTENDANCE_CONFIRMED',
  description: 'The person answered YES and has seats; by mail only, which carries the date for calendar programs.',
  audience: attendeeSql(`a.answer = 'YES'`),
  refused: isNoMail,
  mail: (ctx, letter) => writeMail(ctx, letter, 'confirmed'),
});

const withdrawn = defineMessage({
  ...attending,
  kind: 'ATTENDANCE_WITHDRAWN',
  description:
    'The person gave up seats by another answer; by mail only, which removes the date from calendar programs if an earlier mail entered it.',
  audience: 'select null::uuid as recipient_id, null::uuid as group_id where false',
  reached: ['ATTENDANCE_CONFIRMED', 'EVENT_PROMOTED'],
  refused: isNoMail,
  mail: writeWithdrawal,
});

const promoted = defineMessage({
  ...attending,
  kind: 'EVENT_PROMOTED',
  description: 'The person waited for seats of a date and has them now; `content` is the date.',
  audience: attendeeSql(`a.answer = 'YES' and a.promotions = m.version`),
  mail: (ctx, letter) => writeMail(ctx, letter, 'promoted'),
  push: (ctx, letter) => writePush(ctx, letter, 'promoted'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'promoted')),
});

const reminder = defineMessage({
  ...attending,
  kind: 'EVENT_REMINDER',
  description: 'A date begins soon of which the person wanted to be reminded; `content` is the date.',
  audience: attendeeSql(`a.answer in ('YES', 'MAYBE') and a.reminder <> 'NONE' and ${startMinuteSql} = m.version`),
  mail: (ctx, letter) => writeMail(ctx, letter, 'reminder'),
  push: (ctx, letter) => writePush(ctx, letter, 'reminder'),
  sms: smsLike((ctx, letter) => writePush(ctx, letter, 'reminder')),
});

export const attendingMessages = [confirmed, withdrawn, promoted, reminder];

export const attendingListeners = [
  on(attendanceConfirmed, (tx, { facts: { municipalityId, attendanceId } }) =>
    enqueueMessage(tx, confirmed, { municipalityId, subjectId: attendanceId }),
  ),
  on(attendanceWithdrawn, (tx, { facts: { municipalityId, attendanceId } }) =>
    enqueueMessage(tx, withdrawn, { municipalityId, subjectId: attendanceId }),
  ),
  on(partyPromoted, (tx, { facts: { municipalityId, attendanceId, promotions } }) =>
    enqueueMessage(tx, promoted, { municipalityId, subjectId: attendanceId, version: promotions }),
  ),
  on(reminderDue, (tx, { facts: { municipalityId, attendanceId, startMinute } }) =>
    enqueueMessage(tx, reminder, { municipalityId, subjectId: attendanceId, version: startMinute }),
  ),
];
