import { system } from '../kernel/actor.ts';
import { batched } from '../kernel/batch.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import type { Bus } from '../kernel/live/hint.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { turnoutMoved } from '../poll/poll.events.ts';
import { fewVoters } from '../poll/poll.visibility.rules.ts';
import { ciphertextBytes, slotOf } from './ballot.encryption.rules.ts';
import { isSignedBy, isToken, signReceipt } from './ballot.keys.rules.ts';
import { findFrozenBooth, type FrozenBooth } from './ballot.opening.service.ts';
import { type CastEnvelope, decodeExactly, envelopeText, receiptText, sha256 } from './ballot.rules.ts';
import { secretsOf } from './ballot.secrets.ts';

export interface Receipt {
  readonly pollId: string;
  /** SHA-256 of the one-time key, hexadecimal. */
  readonly keyHash: string;
  /** SHA-256 of the ciphertext, hexadecimal. */
  readonly ciphertextHash: string;
  /** Ed25519 signature of the poll's receipt key over `receiptText`, base64url. */
  readonly signature: string;
}

/**
 * Stores an encrypted ballot without any person, session or address, and returns a signed receipt, which is stored
 * nowhere. Of the request only the ciphertext and the place of the key are stored: nothing that appears on the board.
 * Idempotent: an equal ciphertext gets the same receipt. Whether the choices are allowed is judged at the count. User
 * errors: POLL_NOT_OPEN, BAD_BALLOT, NOT_GENUINE, BAD_SIGNATURE, ALREADY_CAST (a different ciphertext has the same
 * key). Errors: UNAVAILABLE if the secrets of the open poll are lost.
 */
export async function castBallot(services: Services, pollId: string, envelope: CastEnvelope): Promise<Receipt> {
  const ctx = forkContext(services, system);
  const booth = await findFrozenBooth(ctx, pollId);
  if (booth === undefined) throw refusal('POLL_NOT_OPEN');
  const ciphertextHash = await checkEnvelope(booth, envelope);
  const slot = slotOf(await requireSlotSecret(ctx, pollId), envelope.key);
  const { reason, receiptKey } = await boxOf(services)({ pollId, slot, ciphertext: envelope.ciphertext });
  if (reason !== null || receiptKey === null) throw refusal(reason ?? 'POLL_NOT_OPEN');
  const keyHash = sha256(Buffer.from(envelope.key, 'base64url'));
  const signature = signReceipt(receiptKey, receiptText(pollId, keyHash, ciphertextHash));
  return { pollId, keyHash, ciphertextHash, signature };
}

/** Checks both signatures and the length; returns the hash of the ciphertext, hexadecimal. */
async function checkEnvelope({ ballotKey, text, textHash }: FrozenBooth, envelope: CastEnvelope): Promise<string> {
  const bytes = (encoded: string): Buffer => Buffer.from(encoded, 'base64url');
  const ciphertext = decodeExactly(envelope.ciphertext, ciphertextBytes(text.ballotBytes));
  if (ciphertext === undefined) throw refusal('BAD_BALLOT', 'ciphertext');
  const signed = Buffer.concat([bytes(envelope.randomizer), bytes(envelope.key)]);
  if (!(await isToken(ballotKey, signed, bytes(envelope.token)))) throw refusal('NOT_GENUINE', 'token');
  const hash = sha256(ciphertext);
  if (!(await isSignedBy(envelope.key, envelopeText(textHash, hash), bytes(envelope.signature))))
    throw refusal('BAD_SIGNATURE', 'signature');
  return hash;
}

async function requireSlotSecret({ config, em }: Context, pollId: string): Promise<Buffer> {
  const secret = await secretsOf(config).slotSecret(pollId);
  if (secret !== undefined) return secret;
  const open: unknown[] = await em.execute('select from poll where id = ? and closed_at is null', [pollId]);
  throw open.length === 0 ? refusal('POLL_NOT_OPEN') : new DomainError('UNAVAILABLE', { retryAfter: 60 });
}

interface Arrival {
  readonly pollId: string;
  readonly slot: string;
  readonly ciphertext: string;
}
interface Outcome {
  /** Why the ballot was not stored; null: the ballot is stored. */
  readonly reason: UserErrorCode | null;
  readonly receiptKey: string | null;
}

const boxes = new WeakMap<Bus, (arrival: Arrival) => Promise<Outcome>>();

/** Writer of ballots by group commit: one transaction for all ballots that arrived during the previous transaction. */
function boxOf(services: Services): (arrival: Arrival) => Promise<Outcome> {
  const known = boxes.get(services.bus);
  if (known !== undefined) return known;
  const box = batched((arrivals: Arrival[]) => write(forkContext(services, system), (tx) => putIn(tx, arrivals)));
  boxes.set(services.bus, box);
  return box;
}

interface OpenRow {
  readonly pollId: string;
  readonly municipalityId: string;
  readonly receiptKey: string;
}
interface PutRow {
  readonly n: number;
  readonly isSame: boolean;
}

/**
 * Stores a batch of ballots. The poll rows are locked by a separate statement first, so that the next statement sees
 * all ballots committed before and no close can happen in between.
 */
async function putIn(tx: Tx, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const pollIds = [...new Set(arrivals.map(({ pollId }) => pollId))];
  const open: OpenRow[] = await tx.em.execute(lockSql, [JSON.stringify(pollIds)]);
  const polls = new Map(open.map((row) => [row.pollId, row]));
  const timely = arrivals.flatMap((arrival, n) => (polls.has(arrival.pollId) ? [{ ...arrival, n }] : []));
  const put: PutRow[] = timely.length === 0 ? [] : await tx.em.execute(putSql, [JSON.stringify(timely)]);
  const moved: Omit<OpenRow, 'receiptKey'>[] = await tx.em.execute(turnoutSql, [JSON.stringify([...polls.keys()])]);
  for (const facts of moved) await record(tx, turnoutMoved(facts));
  const isSame = new Map(put.map((row) => [row.n, row.isSame]));
  return arrivals.map(({ pollId }, n) => {
    const receiptKey = polls.get(pollId)?.receiptKey ?? null;
    if (receiptKey === null) return { reason: 'POLL_NOT_OPEN', receiptKey };
    return { reason: isSame.get(n) === true ? null : 'ALREADY_CAST', receiptKey };
  });
}

const lockSql = `
select p.id as "pollId", p.municipality_id as "municipalityId", b.receipt_key as "receiptKey"
from poll p join ballot_box.booth b on b.poll_id = p.id
where p.id in (select e::uuid from json_array_elements_text(?::json) e)
  and p.opened_at is not null and p.closed_at is null and now() < p.closes_at
  and 'POLLS' = any((select modules from municipality where id = p.municipality_id)::text[])
order by p.id
for no key update of p`;

/**
 * Stores the first of several ciphertexts for one place in a batch. Rows are inserted in the order of their places, so
 * that the table does not reveal the order of arrival within a batch.
 */
const putSql = `
with given as (
  select * from json_to_recordset(?::json) as g(n int, "pollId" uuid, slot text, ciphertext text)
), written as (
  insert into ballot_box.envelope (poll_id, slot, ciphertext)
  select distinct on ("pollId", slot) "pollId", slot, ciphertext
  from given order by "pollId", slot, n
  on conflict do nothing returning poll_id, slot, ciphertext
), counted as (
  update ballot_box.booth b set cast_count = b.cast_count + w.ballots
  from (select poll_id, count(*)::int as ballots from written group by poll_id) w where b.poll_id = w.poll_id
)
select g.n, coalesce(w.ciphertext, e.ciphertext) = g.ciphertext as "isSame"
from given g
left join written w on w.poll_id = g."pollId" and w.slot = g.slot
left join ballot_box.envelope e on e.poll_id = g."pollId" and e.slot = g.slot`;

/** Rounds the turnout down to steps, so that no read of the poll row can reveal a single ballot. */
const turnoutSql = `
update poll p set turnout = b.cast_count - b.cast_count % ${fewVoters}
from ballot_box.booth b
where b.poll_id = p.id and p.id in (select e::uuid from json_array_elements_text(?::json) e)
  and p.turnout <> b.cast_count - b.cast_count % ${fewVoters}
returning p.id as "pollId", p.municipality_id as "municipalityId"`;
