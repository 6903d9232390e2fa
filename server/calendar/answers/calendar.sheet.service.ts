import Papa from 'papaparse';
import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { formulaStart } from '../../kernel/formula.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import type { EventRow, OccurrenceRow } from '../calendar.entity.ts';
import { eventOf, slotById } from '../calendar.reading.service.ts';
import type { AttendanceAnswer, AttendanceRow, SlotRow } from '../calendar.slot.entity.ts';
import { listDownloaded } from './calendar.answer.events.ts';
import { dateOf, findOrganisedSlot, readWholeList } from './calendar.attendance.service.ts';
import texts from '../locales/de.json' with { type: 'json' };

/** Limit of downloads per person. */
const rate = { name: 'attendanceList', points: 30, seconds: 600 } as const;

/** Everything that the list of a slot says; it holds names. */
export interface AttendanceSheet {
  readonly town: MunicipalityRow;
  readonly event: EventRow;
  readonly occurrence: OccurrenceRow;
  readonly slot: SlotRow;
  readonly attendances: readonly AttendanceRow[];
  readonly madeAt: Date;
}

/** Answer, with the waiting list apart from the people who have seats. */
export type ListedAnswer = AttendanceAnswer | 'WAITING';

/** Group of the list in which an answer stands. */
export function listedAs({ answer, waitingSince }: AttendanceRow): ListedAnswer {
  return answer === 'YES' && waitingSince != null ? 'WAITING' : answer;
}

/**
 * Reads the list of a slot for an organiser and records that it was downloaded. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * RATE_LIMITED.
 */
export async function readSheet(ctx: Context, slotId: string): Promise<AttendanceSheet> {
  const { id } = await findOrganisedSlot(ctx, slotId);
  await ctx.limits.spend(rate, actorId(ctx.actor) ?? '');
  return write(ctx, async (tx) => {
    const slot = await slotById(tx, id);
    if (slot === null) throw new DomainError('NOT_FOUND');
    const occurrence = await dateOf(tx, slot);
    const event = await eventOf(tx, occurrence);
    const facts = { municipalityId: slot.municipality.id, eventId: event.id, occurrenceId: occurrence.id, slotId: id };
    await record(tx, listDownloaded(facts));
    const attendances = await readWholeList(tx, id);
    return { town: await townOf(tx, slot), event, occurrence, slot, attendances, madeAt: tx.now() };
  });
}

/** CSV of a list for spreadsheets, one line for each answer. */
export function csvOf({ town, attendances }: AttendanceSheet): string {
  const { heads, answers, inApp, call } = texts.list;
  const style = { dateStyle: 'short', timeStyle: 'short', timeZone: town.timeZone } as const;
  const time = new Intl.DateTimeFormat('de', style);
  const at = (moment: Date | null | undefined): string => (moment == null ? '' : time.format(moment));
  const rows = attendances.map((one) => [
    one.name,
    answers[listedAs(one)],
    one.companions,
    at(one.waitingSince),
    at(one.checkedInAt),
    one.recipient == null ? call : inApp,
    at(one.createdAt),
  ]);
  const lines = [Object.values(heads), ...rows];
  const csv = Papa.unparse(lines, { delimiter: ';', newline: '\r\n', escapeFormulae: formulaStart });
  return `\uFEFF${csv}\r\n`; // the mark makes spreadsheets read the file as UTF-8
}
