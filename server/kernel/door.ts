import type { Context } from './context.ts';
import { DomainError, Refusal } from './errors.ts';
import type { UserErrorCode } from './names.ts';
import { createProofChallenge, type DoorAct, redeemProof } from './proof.ts';
import type { Rate } from './rate.ts';
import { hmacText } from './secrets.ts';

/* Limits of requests without an account: see docs/decisions/0048-the-door-for-people-without-an-account.md. */

/** Rate whose first `free` points need no proof of work; above `points` requests are refused. */
interface DoorRate extends Rate {
  readonly free: number;
}

const quarterHour = 15 * 60;
const hour = 3600;

/** Unconfirmed sign-ins, follows and answers to events share a rate, because each sends a mail to somebody. */
const unconfirmed: DoorRate = { name: 'unconfirmed', free: 60, points: 2000, seconds: quarterHour };

export const doorRates: Readonly<Record<DoorAct, DoorRate>> = {
  signIn: unconfirmed,
  follow: unconfirmed,
  answer: unconfirmed,
  report: { name: 'report-anonymous', free: 30, points: 600, seconds: hour },
  upload: { name: 'upload-anonymous', free: 30, points: 600, seconds: hour },
  notice: { name: 'notice-anonymous', free: 10, points: 200, seconds: hour },
};

/** Mails to one mailbox about reports, follows and answers without an account; sign-in mails have limits of their own. */
const mailboxRates = {
  perClient: { name: 'mailbox.client', points: 3, seconds: quarterHour },
  perMailbox: { name: 'mailbox', points: 10, seconds: hour },
} as const;

/** Request without an account. */
export interface DoorRequest {
  readonly act: DoorAct;
  /** Solution of a challenge; needed only after PROOF_REQUIRED and ignored otherwise. */
  readonly proof?: string | null | undefined;
  /** Key that the request counts for; absent: the network of the client. */
  readonly client?: string | undefined;
}

/** Point that an admitted request has used; `returnPass` gives it back. */
export interface DoorPass {
  readonly act: DoorAct;
  readonly client: string;
}

/**
 * Admits a request without an account and charges one point, which is given back when the request is confirmed. Refused
 * with a new challenge in `proofChallenge`: PROOF_REQUIRED above the free points or while the whole installation has
 * unusually many requests, PROOF_REFUSED for a proof that is not valid. RATE_LIMITED above the rate. A refused request
 * uses no point. Undefined: not a request, but a job or a seed.
 */
export async function admitAtDoor(ctx: Context, request: DoorRequest): Promise<DoorPass | undefined> {
  if (ctx.caller === undefined) return undefined;
  const { act, proof } = request;
  const pass = { act, client: request.client ?? ctx.caller.ip };
  const rate = doorRates[act];
  const [{ used, msLeft }, isUnusual] = await Promise.all([ctx.limits.count(rate, pass.client, 1), ctx.traffic.add(1)]);
  if (used > rate.points) {
    await refund(ctx, pass);
    throw new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(msLeft / 1000) });
  }
  if (used <= rate.free && !isUnusual) return pass;
  if (proof != null && proof !== '' && (await redeemProof(ctx, act, proof))) return pass;
  await refund(ctx, pass);
  const code: UserErrorCode = proof == null || proof === '' ? 'PROOF_REQUIRED' : 'PROOF_REFUSED';
  const proofChallenge = await createProofChallenge(ctx, act);
  throw new Refusal(
    { code, message: 'solve proofChallenge and repeat with proof', path: ['proof'] },
    { proofChallenge },
  );
}

/**
 * Notes which point the pending request `ticket` has used, so that confirming the request gives the point back,
 * also from another network. Nothing about the client is stored with a person: the note lies in the limiter's store and
 * ends with the rate's window.
 */
export async function notePass(ctx: Context, ticket: string, pass: DoorPass | undefined): Promise<void> {
  if (pass !== undefined) await ctx.notes.put(ticket, JSON.stringify(pass), doorRates[pass.act].seconds);
}

/** Gives the point of the pending request back once, because somebody has confirmed the request. */
export async function returnPass(ctx: Context, ticket: string): Promise<void> {
  const note = await ctx.notes.take(ticket);
  if (note === undefined) return;
  const pass: DoorPass = JSON.parse(note);
  await refund(ctx, pass);
}

async function refund({ limits, traffic }: Context, { act, client }: DoorPass): Promise<void> {
  await Promise.all([limits.count(doorRates[act], client, -1), traffic.add(-1)]);
}

/**
 * Charges a mail to a mailbox that nobody has confirmed; false: no mail may be sent. The answer to the request must be
 * the same in both cases, because it would show strangers that others have used this mailbox.
 */
export async function mayMailTo({ limits, caller, secret }: Context, email: string): Promise<boolean> {
  const mailbox = hmacText(secret, email);
  const isOfClient = await limits.trySpend(mailboxRates.perClient, `${caller?.ip ?? ''}:${mailbox}`);
  return isOfClient && limits.trySpend(mailboxRates.perMailbox, mailbox);
}
