import { byStaff, keepTownData, type PersonalData } from '../kernel/personalData.ts';
import type { Tx } from '../kernel/events.ts';
import type { Retention } from '../kernel/retention.ts';
import { idsIn, idsParameterSql } from '../kernel/rows.ts';
import { endIdle } from './answers/mail/calendar.linkAnswer.service.ts';

const publication = 'An event speaks for the town hall or a group, not for the person who wrote it.';

/** Treatment of the data of this domain when somebody is erased. */
export const calendarPersonalData: PersonalData = {
  Event: {
    because: publication,
    of: ['author', 'submittedBy'],
    columns: {
      author: byStaff,
      sender: 'REDACT',
      title: 'KEEP',
      body: 'KEEP',
      html: 'KEEP',
      excerpt: 'KEEP',
      variants: 'KEEP',
      place: 'KEEP',
      onlineUrl: 'KEEP',
      rule: 'KEEP',
      slotPlan: 'KEEP',
      uid: 'KEEP',
      seriesUid: 'KEEP',
      cancelReason: 'KEEP',
      withdrawnBecause: 'KEEP',
      submittedBy: byStaff,
      returnedBecause: 'KEEP',
      proposal: 'KEEP',
    },
  },
  EventDecision: {
    because: 'A decision of the town hall about an event; the person who submitted it is told the reason.',
    columns: { by: byStaff, submittedBy: byStaff, reason: 'KEEP' },
  },
  Occurrence: keepTownData('Dates of an event.', 'place', 'onlineUrl', 'cancelReason', 'earlier'),
  Slot: keepTownData('Names and times of shifts.', 'title', 'earlier'),
  Attendance: {
    because: 'The answer is the decision of the person and serves the organisers until the date is over.',
    of: ['recipient'],
    columns: { recipient: 'DELETE', name: 'REDACT', enteredBy: byStaff },
  },
  AnswerRequest: {
    because: 'The answer was never confirmed, so it serves nobody any more.',
    of: ['recipient'],
    columns: { recipient: 'DELETE', name: 'REDACT' },
  },
};

/** Days after the end of a date for which answers name people. */
const namedDays = 30;

/** Names leave the answers some days after the end of their dates; the numbers stay. Everything else stays as a record. */
export const calendarRetention: Retention = {
  kinds: [
    {
      kind: 'ATTENDANCE_NAMES',
      description: 'Names and contacts in answers to dates that are over.',
      effect: 'REDACT',
      entities: ['Attendance'],
      days: namedDays,
      due: ({ before, isOfTown }) => `(t.name <> '' or t.recipient_id is not null) and exists (
        select from slot s join occurrence o on o.id = s.occurrence_id
        where s.id = t.slot_id and ${isOfTown('o.municipality_id')} and o.ends_at < ${before})`,
      carryOut: unlinkAnswers,
      batch: 500,
    },
  ],
  stays: { RECORD: ['Event', 'EventDecision', 'EventFile', 'Occurrence', 'Slot'], RECIPIENT: ['AnswerRequest'] },
};

/**
 * Removes recipients, and those who entered callers, from answers. Addresses that were given for these answers alone are deleted,
 * too.
 */
async function unlinkAnswers(tx: Tx, ids: readonly string[]): Promise<void> {
  const linked: { id: string }[] = await tx.em.execute(
    `select distinct recipient_id as id from attendance where recipient_id is not null and id in (${idsParameterSql})`,
    [idsIn(ids)],
  );
  await tx.em.execute(
    `update attendance set recipient_id = null, entered_by_id = null, checked_in_at = null where id in (${idsParameterSql})`,
    [idsIn(ids)],
  );
  const recipientIds = linked.map(({ id }) => id);
  await endIdle(tx, recipientIds);
}
