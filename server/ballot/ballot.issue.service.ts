import { provesSql } from '../identity/identity.rules.ts';
import { type Person, strangersCode } from '../kernel/actor.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal, Refusal, sentence } from '../kernel/errors.ts';
import { type Tx, write } from '../kernel/events.ts';
import { ineligibilityCode } from '../poll/poll.electorate.rules.ts';
import type { Eligibility } from '../poll/poll.entity.ts';
import type { PollStanding } from '../poll/poll.rules.ts';
import { readStanding } from '../poll/poll.standing.service.ts';
import { BallotRoll } from './ballot.entity.ts';
import { signBlindly } from './ballot.keys.rules.ts';
import { decodeExactly, sha256 } from './ballot.rules.ts';

const issueRate = { name: 'ballot', points: 20, seconds: 60 };

/**
 * Issues the one ballot of the actor: signs the blinded key (384 bytes, base64url) and records the actor in the roll.
 * Returns the blind signature in base64url; idempotent for the same blinded key. No event is recorded, because events
 * have an actor and a time. Errors: POLL_NOT_OPEN, NOT_SECRET,
 * NOT_ELIGIBLE, RESIDENCE_REQUIRED, RESIDENCE_AFTER_OPENING, ASSURANCE_REQUIRED, BALLOT_ISSUED (a ballot was issued for
 * another key, for example on another device), BAD_BLINDED.
 */
export async function issueBallot(ctx: Context, pollId: string, blinded: string): Promise<string> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  await ctx.limits.spend(issueRate, actor.id);
  const standing = await readStanding(ctx, pollId); // NOT_FOUND comes before any reason
  const bytes = decodeExactly(blinded, 384);
  if (bytes === undefined) throw refusal('BAD_BLINDED', 'blinded');
  return write(ctx, async (tx) => {
    const ballotKey = await markRoll(tx, pollId, actor, standing, sha256(bytes));
    const signature = signBlindly(ballotKey, bytes);
    if (signature === undefined) throw refusal('BAD_BLINDED', 'blinded'); // rolls the entry in the roll back
    return signature.toString('base64url');
  });
}

interface MarkRow {
  readonly secrecy: string;
  readonly eligibility: Eligibility;
  readonly ballotKey: string | null;
  readonly isElector: boolean;
  /** Assurance level that the session must have. */
  readonly assurance: AssuranceLevel;
  /** Whether the session has that level. */
  readonly isProven: boolean;
  readonly isNew: boolean;
}

/** Records the voter in the roll and returns the private key for blind signatures. */
async function markRoll(
  tx: Tx,
  pollId: string,
  voter: Person,
  standing: PollStanding,
  blindedHash: string,
): Promise<string> {
  const { id: personId, sessionId } = voter;
  const given = JSON.stringify({ pollId, personId, sessionId, blindedHash });
  const rows: MarkRow[] = await tx.em.execute(markSql, [given]);
  const [row] = rows;
  if (row === undefined) throw refusal('POLL_NOT_OPEN');
  if (row.secrecy !== 'SECRET' || row.ballotKey === null) throw refusal('NOT_SECRET');
  if (!row.isElector) throw refusal(ineligibilityCode(row, standing));
  if (!row.isProven) throw unproven(row.assurance);
  if (row.isNew) return row.ballotKey;
  const mark = await tx.em.findOneOrFail(BallotRoll, { poll: pollId, person: personId });
  if (mark.blindedHash !== blindedHash) throw refusal('BALLOT_ISSUED');
  return row.ballotKey;
}

function unproven(assuranceNeeded: AssuranceLevel): Refusal {
  return new Refusal(
    { code: 'ASSURANCE_REQUIRED', message: sentence('ASSURANCE_REQUIRED'), path: [] },
    { assuranceNeeded },
  );
}

/**
 * Inserts the actor into the roll if all rules allow it. Returns no row if the poll is not open by the database's
 * clock. The key share lock of the poll row makes a close wait for this transaction, and makes this statement see a
 * finished close.
 */
const markSql = `
with given as (
  select * from json_to_record(?::json) as g("pollId" uuid, "personId" uuid, "sessionId" uuid, "blindedHash" text)
), open_poll as materialized (
  select p.id, p.secrecy, p.eligibility, p.assurance, b.ballot_key, given."personId" as person_id,
    given."sessionId" as session_id, given."blindedHash" as hash
  from poll p join given on p.id = given."pollId" left join ballot_box.booth b on b.poll_id = p.id
  where p.opened_at is not null and p.closed_at is null and now() < p.closes_at
    and 'POLLS' = any((select modules from municipality where id = p.municipality_id)::text[])
  for key share of p
), entitled as (
  select o.* from open_poll o join elector e on e.poll_id = o.id and e.person_id = o.person_id
), proven as (
  select * from entitled o where ${provesSql('o.session_id', 'o.person_id', 'o.assurance')}
), marked as (
  insert into ballot_roll (poll_id, person_id, blinded_hash)
  select id, person_id, hash from proven where secrecy = 'SECRET' and ballot_key is not null
  on conflict do nothing returning person_id
)
select secrecy, eligibility, ballot_key as "ballotKey",
  assurance, exists (select from entitled) as "isElector", exists (select from proven) as "isProven",
  exists (select from marked) as "isNew"
from open_poll`;
