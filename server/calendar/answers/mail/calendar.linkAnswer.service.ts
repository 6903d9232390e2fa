import { canReadGroupSql } from '../../../group/group.standing.service.ts';
import type { Context } from '../../../kernel/context.ts';
import { DomainError, refusal } from '../../../kernel/errors.ts';
import { type Tx, write } from '../../../kernel/events.ts';
import { pageUrl } from '../../../kernel/links.ts';
import { idsIn, idsParameterSql } from '../../../kernel/rows.ts';
import { requireModuleIn } from '../../../municipality/municipality.service.ts';
import { choicesHash, endWithChoice, findByLink } from '../../../recipient/recipient.link.service.ts';
import { slotById } from '../../calendar.reading.service.ts';
import type { AttendanceRow, SlotRow } from '../../calendar.slot.entity.ts';
import { answerRate } from '../calendar.answer.service.ts';
import type { PartyAnswer } from '../calendar.party.service.ts';
import { readAttendances, requireAttendance } from '../calendar.attendance.service.ts';
import { inTurn, lockSlot, settleSeats } from '../calendar.seats.service.ts';
import { AnswerRequest } from './calendar.mailAnswer.entity.ts';
import { answerConsent } from './calendar.mailAnswer.rules.ts';
import { storeReadable } from './calendar.mailAnswer.service.ts';

/** Maximum number of answers that the page of a link shows. */
const mostAnswers = 100;

/**
 * Link of a mail by which a recipient without an account reads and changes its answers. An account gets the given page instead, because
 * it signs in.
 */
export function answersUrl(
  ctx: Pick<Context, 'secret' | 'publicUrl'>,
  ags: string,
  recipient: { readonly id: string; readonly linkVersion: number | null },
  page: string,
): string {
  if (recipient.linkVersion === null) return pageUrl(ctx, ags, page);
  return `${pageUrl(ctx, ags, 'events/answers')}${choicesHash(ctx, recipient)}`;
}

/** Recipient to whom a link belongs. */
interface LinkOwner {
  readonly id: string;
  readonly municipalityId: string;
}

/** Errors: FORBIDDEN for partners, NOT_FOUND without the module. Null: the link is forged or revoked. */
async function findOwner(ctx: Context, token: string): Promise<LinkOwner | null> {
  if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
  const recipient = await findByLink(ctx, token);
  const municipalityId = recipient?.municipality?.id;
  if (recipient === null || municipalityId === undefined) return null;
  await requireModuleIn(ctx, municipalityId, 'CALENDAR');
  return { id: recipient.id, municipalityId };
}

/**
 * Answers of the recipient of the link for dates of the town that have not ended and that everybody may read, in the order of their
 * start; at most 100. Errors: FORBIDDEN for partners, NOT_FOUND for links that are forged, revoked or of another town.
 */
export async function listByLink(ctx: Context, token: string, municipalityId: string): Promise<AttendanceRow[]> {
  const owner = await findOwner(ctx, token);
  if (owner?.municipalityId !== municipalityId) throw new DomainError('NOT_FOUND');
  return readAttendances(
    ctx,
    `join slot s on s.id = t.slot_id join occurrence o on o.id = s.occurrence_id join event e on e.id = o.event_id
     where t.recipient_id = ? and t.municipality_id = ? and o.ends_at > ? and e.state in ('PUBLISHED', 'CANCELLED')
       and exists (select from event_group x where x.event_id = e.id and ${canReadGroupSql('x.group_id', '?')})
     order by coalesce(s.starts_at, o.starts_at), t.id limit ${mostAnswers}`,
    [owner.id, municipalityId, ctx.now(), owner.id],
  );
}

/** Errors: FORBIDDEN for partners, NOT_FOUND for an answer of somebody else. Refused: UNKNOWN_LINK. */
async function requireOwn(ctx: Context, token: string, attendanceId: string) {
  const owner = await findOwner(ctx, token);
  if (owner === null) throw refusal('UNKNOWN_LINK', 'token');
  const attendance = await requireAttendance(ctx, attendanceId);
  const slot = await slotById(ctx, attendance.slot.id);
  const isOwn = attendance.recipient?.id === owner.id && slot?.municipality.id === owner.municipalityId;
  if (slot === null || !isOwn) throw new DomainError('NOT_FOUND');
  return { owner, slot };
}

/**
 * Replaces an answer by the link of a mail; the name stays. Errors: FORBIDDEN for partners, NOT_FOUND, the rate limit. Refused:
 * UNKNOWN_LINK and those of `answerSlot`.
 */
export async function changeByLink(
  ctx: Context,
  token: string,
  attendanceId: string,
  party: Omit<PartyAnswer, 'name'>,
): Promise<AttendanceRow> {
  const { owner, slot } = await requireOwn(ctx, token, attendanceId);
  ctx.limits.charge(answerRate, owner.id);
  await inTurn(ctx, slot.id, () => write(ctx, (tx) => storeReadable(tx, owner.id, slot, party)));
  return requireAttendance(ctx, attendanceId);
}

/**
 * Deletes an answer by the link of a mail; its seats go to the waiting list. The last answer takes the address along, if it serves
 * nothing else. Errors: FORBIDDEN for partners, NOT_FOUND. Refused: UNKNOWN_LINK.
 */
export async function takeBackByLink(ctx: Context, token: string, attendanceId: string): Promise<SlotRow> {
  const { owner, slot } = await requireOwn(ctx, token, attendanceId);
  await inTurn(ctx, slot.id, () =>
    write(ctx, async (tx) => {
      await deleteAnswers(tx, owner.id, slot.id);
      await endIdle(tx, [owner.id]);
    }),
  );
  return (await slotById(ctx, slot.id)) ?? slot;
}

/** Deletes the answer of a recipient for a slot, and gives its seats to waiting parties. */
async function deleteAnswers(tx: Tx, recipientId: string, slotId: string): Promise<void> {
  const slot = await lockSlot(tx, slotId);
  const deleted: { held: number }[] = await tx.em.execute(
    `delete from attendance where slot_id = ? and recipient_id = ?
     returning case when answer = 'YES' and waiting_since is null then 1 + companions else 0 end as held`,
    [slotId, recipientId],
  );
  const held = deleted[0]?.held;
  if (held !== undefined) await settleSeats(tx, slot, { ...slot.seats, taken: slot.seats.taken - held });
}

/** Ends recipients without an account that had a contact for their answers alone and have no answer any more. */
export async function endIdle(tx: Tx, recipientIds: readonly string[]): Promise<void> {
  const idle: { id: string }[] = await tx.em.execute(
    `select value as id from json_array_elements_text(?::json)
     where not exists (select from attendance a where a.recipient_id = value::uuid)`,
    [JSON.stringify(recipientIds)],
  );
  await endWithChoice(
    tx,
    idle.map(({ id }) => id),
    answerConsent,
  );
}

/**
 * Deletes the answers of a recipient that gets no messages any more for dates ahead, because no change could be reported to it, and
 * those that it has not confirmed, because the links that confirm them are invalid.
 */
export async function takeBackAll(tx: Tx, recipientId: string): Promise<void> {
  const slots: { id: string }[] = await tx.em.execute(
    `select s.id from attendance a join slot s on s.id = a.slot_id join occurrence o on o.id = s.occurrence_id
     where a.recipient_id = ? and o.ends_at > ? order by s.id`,
    [recipientId, tx.now()],
  );
  for (const { id } of slots) await deleteAnswers(tx, recipientId, id);
  await tx.em.nativeDelete(AnswerRequest, { recipient: recipientId });
}

/** A new account takes over the answers that its address gave without one, so that nobody holds seats twice. */
export async function adoptAnswers(tx: Tx, personId: string): Promise<void> {
  const former: { id: string }[] = await tx.em.execute(
    `select distinct k.recipient_id as id from contact own
     join contact k on k.channel = 'EMAIL' and k.address_hash = own.address_hash and k.verified_at is not null
     join recipient r on r.id = k.recipient_id and r.origin = 'LINK'
     where own.recipient_id = ? and own.channel = 'EMAIL' and own.address is null
       and exists (select from attendance t where t.recipient_id = r.id)`,
    [personId],
  );
  if (former.length === 0) return;
  const ids = former.map(({ id }) => id);
  await tx.em.execute(
    `update attendance set recipient_id = ? where id in (
       select distinct on (slot_id) id from attendance where recipient_id in (${idsParameterSql}) order by slot_id, id)`,
    [personId, idsIn(ids)],
  );
  await endIdle(tx, ids);
}
