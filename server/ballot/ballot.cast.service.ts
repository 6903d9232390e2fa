import { system } from '../kernel/actor.ts';
import { batched } from '../kernel/batch.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import type { Bus } from '../kernel/live/hint.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { turnoutMoved } from '../poll/poll.events.ts';
import { fewVoters } from '../poll/poll.visibility.rules.ts';
import { isSignedBy, isToken, signReceipt } from './ballot.keys.rules.ts';
import { findFrozenBooth, type FrozenBooth } from './ballot.opening.service.ts';
import { ballotText, type CastBallot, readChoices, receiptText, sha256 } from './ballot.rules.ts';

export interface Receipt {
  readonly pollId: string;
  /** SHA-256 of the one-time key, hexadecimal. */
  readonly keyHash: string;
  /** SHA-256 of `ballotText`, hexadecimal. */
  readonly ballotHash: string;
  /** Ed25519 signature of the poll's receipt key over `receiptText`, base64url. */
  readonly signature: string;
}

/**
 * Stores a ballot without any person, session or address, and returns a signed receipt. Idempotent: an equal ballot
 * gets the same receipt. User errors: POLL_NOT_OPEN, NOT_GENUINE, BAD_SIGNATURE, BAD_CHOICES, TOO_FEW_CHOICES,
 * TOO_MANY_CHOICES, ALREADY_CAST (a different ballot has the same key).
 */
export async function castBallot(services: Services, pollId: string, ballot: CastBallot): Promise<Receipt> {
  const ctx = forkContext(services, system);
  const booth = await findFrozenBooth(ctx, pollId);
  if (booth === undefined) throw refusal('POLL_NOT_OPEN');
  await checkBallot(booth, ballot);
  const keyHash = sha256(Buffer.from(ballot.key, 'base64url'));
  const { reason, receiptKey } = await boxOf(services)({ ...ballot, pollId, keyHash });
  if (reason !== null || receiptKey === null) throw refusal(reason ?? 'POLL_NOT_OPEN');
  const ballotHash = sha256(ballotText(booth.textHash, ballot.choices));
  const signature = signReceipt(receiptKey, receiptText(pollId, keyHash, ballotHash));
  return { pollId, keyHash, ballotHash, signature };
}

async function checkBallot(booth: FrozenBooth, ballot: CastBallot): Promise<void> {
  readChoices(booth.text, ballot.choices);
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const signed = Buffer.concat([bytes(ballot.randomizer), bytes(ballot.key)]);
  if (!(await isToken(booth.ballotKey, signed, bytes(ballot.token)))) throw refusal('NOT_GENUINE', 'token');
  const text = ballotText(booth.textHash, ballot.choices);
  if (!(await isSignedBy(ballot.key, text, bytes(ballot.signature)))) throw refusal('BAD_SIGNATURE', 'signature');
}

interface Arrival extends CastBallot {
  readonly pollId: string;
  readonly keyHash: string;
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
 * Stores the first of several ballots with one key in a batch. Rows are inserted in the order of their key hashes, so
 * that the table does not reveal the order of arrival within a batch.
 */
const putSql = `
with given as (
  select * from json_to_recordset(?::json) as g(n int, "pollId" uuid, "keyHash" text, key text, randomizer text,
    token text, choices text, signature text)
), written as (
  insert into ballot_box.inbox (poll_id, key_hash, key, randomizer, token, choices, signature)
  select distinct on ("pollId", "keyHash") "pollId", "keyHash", key, randomizer, token, choices, signature
  from given order by "pollId", "keyHash", n
  on conflict do nothing returning poll_id, key_hash, choices
), counted as (
  update ballot_box.booth b set cast_count = b.cast_count + w.ballots
  from (select poll_id, count(*)::int as ballots from written group by poll_id) w where b.poll_id = w.poll_id
)
select g.n, coalesce(w.choices, i.choices) = g.choices as "isSame"
from given g
left join written w on w.poll_id = g."pollId" and w.key_hash = g."keyHash"
left join ballot_box.inbox i on i.poll_id = g."pollId" and i.key_hash = g."keyHash"`;

/** Rounds the turnout down to steps, so that no read of the poll row can reveal a single ballot. */
const turnoutSql = `
update poll p set turnout = b.cast_count - b.cast_count % ${fewVoters}
from ballot_box.booth b
where b.poll_id = p.id and p.id in (select e::uuid from json_array_elements_text(?::json) e)
  and p.turnout <> b.cast_count - b.cast_count % ${fewVoters}
returning p.id as "pollId", p.municipality_id as "municipalityId"`;
