import { v7 } from 'uuid';
import { canReadGroupSql } from '../../../group/group.standing.service.ts';
import type { Context } from '../../../kernel/context.ts';
import { admitAtDoor, mayMailTo, notePass, returnPass } from '../../../kernel/door.ts';
import { readEmail } from '../../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../../kernel/errors.ts';
import { record, type Tx, write } from '../../../kernel/events.ts';
import { type Locale, requireLocale } from '../../../kernel/locale.ts';
import { isSameHash } from '../../../kernel/secrets.ts';
import { idIn, signId } from '../../../kernel/signedId.ts';
import { requireModuleIn } from '../../../municipality/municipality.service.ts';
import { findAccountOf } from '../../../recipient/recipient.address.service.ts';
import {
  confirmConsent,
  ensureMailRecipient,
  findAsked,
  forgetUnconfirmed,
  linkTokenOf,
  planForgetting,
} from '../../../recipient/recipient.link.service.ts';
import { keepConsent } from '../../../recipient/recipient.service.ts';
import { findSlot, slotById } from '../../calendar.reading.service.ts';
import type { SlotRow } from '../../calendar.slot.entity.ts';
import { answerAsked } from '../calendar.answer.events.ts';
import { areAnswersOpen, readParty } from '../calendar.answer.rules.ts';
import type { AnswerInput } from '../calendar.answer.service.ts';
import { type PartyAnswer, storePartyAnswer } from '../calendar.party.service.ts';
import { answeredDateOf } from '../calendar.attendance.service.ts';
import { inTurn } from '../calendar.seats.service.ts';
import { AnswerRequest } from './calendar.mailAnswer.entity.ts';
import { answerConsent, answerWording, canAnswerByMail, confirmPurpose } from './calendar.mailAnswer.rules.ts';

export interface MailAnswerInput extends AnswerInput {
  /** Name for the organisers. */
  readonly name: string;
  readonly email: string;
  /** Language of the page and of the mails. */
  readonly locale: string;
  /** Solution of a proof of work. */
  readonly proof?: string | null | undefined;
}

/**
 * Asks the owner of an address by mail whether this answer is right; before the confirmation it takes no seat and nobody sees it. The
 * reply is the same for all addresses, and beyond the limits of the mailbox, where nothing is stored or sent. Errors: FORBIDDEN,
 * NOT_FOUND, RATE_LIMITED. Refused: ANSWERS_CLOSED, DATE_CANCELLED, TOO_MANY_COMPANIONS, BAD_EMAIL, UNKNOWN_LOCALE, PROOF_REQUIRED,
 * PROOF_REFUSED and those of texts.
 */
export async function answerByMail(ctx: Context, input: MailAnswerInput): Promise<SlotRow> {
  authorize(canAnswerByMail(ctx.actor));
  const slot = await findSlot(ctx, input.slotId);
  const party = await readOpenParty(ctx, slot, input);
  const locale = requireLocale(input.locale);
  const email = readEmail(input.email);
  if (email === undefined) throw refusal('BAD_EMAIL', 'email');
  const pass = await admitAtDoor(ctx, { act: 'answer', proof: input.proof });
  if (await mayMailTo(ctx, email)) {
    const consentId = await write(ctx, (tx) => askOwner(tx, slot, { ...input, ...party, email, locale }));
    await notePass(ctx, ticketOf(consentId), pass);
  }
  return slot;
}

/** Name and number of companions, if answers to the date are accepted now. */
async function readOpenParty(ctx: Context, slot: SlotRow, input: MailAnswerInput) {
  const date = await answeredDateOf(ctx, slot);
  authorize(areAnswersOpen(date, ctx.now()));
  const { companions, name } = readParty(input, date.event.maxCompanions);
  return { companions, name: name ?? '' };
}

type AskedAnswer = Pick<MailAnswerInput, 'email' | 'name' | 'answer' | 'reminder'> & {
  readonly companions: number;
  readonly locale: Locale;
};

/** Keeps what was asked, and records the event, which queues the mail with the link; returns the id of the consent. */
async function askOwner(tx: Tx, slot: SlotRow, asked: AskedAnswer): Promise<string> {
  const { email, name, answer, companions, reminder, locale } = asked;
  const municipalityId = slot.municipality.id;
  const known = await ensureMailRecipient(tx, municipalityId, email, locale);
  const about = { municipalityId, locale, choice: answerConsent, wording: answerWording };
  const consentId = await keepConsent(tx, { ...known, ...about });
  await planForgetting(tx, consentId);
  const request = tx.em.create(AnswerRequest, {
    id: v7(),
    municipality: municipalityId,
    consent: consentId,
    recipient: known.recipientId,
    slot: slot.id,
    name,
    answer,
    companions,
    reminder: reminder ?? 'NONE',
    createdAt: tx.now(),
  });
  await tx.em.persist(request).flush();
  await record(tx, answerAsked({ municipalityId, consentId }));
  return consentId;
}

/** Token of the link in the mail that asks for the confirmation. */
export function confirmToken(
  { secret }: Pick<Context, 'secret'>,
  consentId: string,
  linkVersion: number | null,
): string {
  return signId(secret, confirmPurpose(linkVersion), consentId);
}

export interface ConfirmedAnswer {
  /** Token of the link to the answers of the recipient; null: the answer belongs to the account with this address. */
  readonly token: string | null;
}

/**
 * Confirms an answer with the link in the mail: the address is verified, and the answer is stored as one of its owner, or of the account
 * with this address. A repeated call changes nothing. Errors: FORBIDDEN for partners. Refused: UNKNOWN_LINK, ANSWERS_CLOSED,
 * DATE_CANCELLED, NOT_ENOUGH_SEATS, TOO_MANY_COMPANIONS, SHIFTS_OVERLAP; the link can be used again then.
 */
export async function confirmAnswer(ctx: Context, token: string): Promise<ConfirmedAnswer> {
  if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
  const consentId = idIn(token);
  const consent = consentId === undefined ? null : await findAsked(ctx, consentId);
  const recipient = consent?.recipient.getEntity();
  if (consentId === undefined || consent === null || recipient === undefined) throw refusal('UNKNOWN_LINK', 'token');
  const isGenuine = isSameHash(confirmToken(ctx, consentId, recipient.linkVersion), token);
  if (!isGenuine || consent.choice !== answerConsent) throw refusal('UNKNOWN_LINK', 'token');
  await requireModuleIn(ctx, consent.municipality.id, 'CALENDAR');
  if (consent.confirmedAt != null) return { token: await linkTokenOf(ctx, recipient.id) };
  const request = await ctx.em.findOne(AnswerRequest, { consent: consentId }, { refresh: true });
  const slot = request === null ? null : await slotById(ctx, request.slot.id);
  if (slot === null) throw refusal('UNKNOWN_LINK', 'token');
  const confirmed = await inTurn(ctx, slot.id, () => write(ctx, (tx) => confirmLocked(tx, consentId, slot)));
  await returnPass(ctx, ticketOf(consentId));
  return confirmed;
}

async function confirmLocked(tx: Tx, consentId: string, slot: SlotRow): Promise<ConfirmedAnswer> {
  const consent = await findAsked(tx, consentId);
  const request = await tx.em.findOne(AnswerRequest, { consent: consentId }, { refresh: true });
  if (consent === null) throw refusal('UNKNOWN_LINK', 'token');
  const recipientId = consent.recipient.id;
  if (request === null) return { token: await linkTokenOf(tx, recipientId) }; // confirmed meanwhile
  const { answer, companions, name, reminder } = request;
  const party: PartyAnswer = { answer, companions, name, reminder };
  const accountId = await findAccountOf(tx, consent.addressHash);
  if (accountId !== null) {
    await storeReadable(tx, accountId, slot, party);
    await forgetUnconfirmed(tx, consentId);
    return { token: null };
  }
  if ((await confirmConsent(tx, consent, null)) === 'GONE') throw refusal('UNKNOWN_LINK', 'token');
  await storeReadable(tx, recipientId, slot, party);
  await tx.em.nativeDelete(AnswerRequest, { consent: consentId });
  return { token: await linkTokenOf(tx, recipientId) };
}

/** Stores the answer of a recipient who may read the event. Errors: NOT_FOUND, and those of storePartyAnswer. */
export async function storeReadable(tx: Tx, recipientId: string, slot: SlotRow, party: PartyAnswer): Promise<void> {
  const readable: unknown[] = await tx.em.execute(
    `select 1 from occurrence o join event_group x on x.event_id = o.event_id
     where o.id = ? and ${canReadGroupSql('x.group_id', '?')} limit 1`,
    [slot.occurrence.id, recipientId],
  );
  if (readable.length === 0) throw new DomainError('NOT_FOUND');
  await storePartyAnswer(tx, recipientId, slot, party);
}

/** Name of the note about the point that a request has used. */
function ticketOf(consentId: string): string {
  return `answer:${consentId}`;
}
