import { strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { write } from '../../kernel/events.ts';
import { findSlot } from '../calendar.reading.service.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import { type PartyAnswer, storeParties, storePartyAnswer } from './calendar.party.service.ts';
import { createGathering } from './calendar.seats.gathering.ts';
import { inTurn } from './calendar.seats.service.ts';

/** Rate limit per recipient: 30 answers in 60 seconds. */
export const answerRate = { name: 'answerEvent', points: 30, seconds: 60 } as const;

export interface AnswerInput extends PartyAnswer {
  readonly slotId: string;
}

/**
 * Stores the answer of the actor for a slot; a later answer replaces it, so a repeated request changes nothing. Errors:
 * UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, the rate limit. Refused: ANSWERS_CLOSED, DATE_CANCELLED, NOT_ENOUGH_SEATS,
 * TOO_MANY_COMPANIONS, SHIFTS_OVERLAP and those of texts.
 */
export async function answerSlot(ctx: Context, input: AnswerInput): Promise<SlotRow> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  ctx.limits.charge(answerRate, actor.id);
  const slot = await findSlot(ctx, input.slotId);
  if (slot.kind === 'SHIFT')
    await inTurn(ctx, slot.id, () => write(ctx, (tx) => storePartyAnswer(tx, actor.id, slot, input)));
  else await gatherAnswers(ctx, slot, { ctx, recipientId: actor.id, input });
  return slot;
}

/** Answers to one slot that come while another one is stored share the next transaction, because all of them need the same lock. */
const gatherAnswers = createGathering((slot, wishes) => write(wishes[0].ctx, (tx) => storeParties(tx, slot, wishes)));
