import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal, sentence } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { hmacText } from '../kernel/secrets.ts';
import { type Addressee, addresseeText } from './residence.addressee.rules.ts';
import { codeText, newCode } from './residence.code.rules.ts';
import { LetterBatch } from './residence.entity.ts';
import { lettersCreated, lettersVoided } from './residence.events.ts';
import { readList, type RowFault } from './residence.list.rules.ts';
import { requireTown } from './residence.proof.service.ts';
import { canProveResidence, daysAfter, letterRates } from './residence.rules.ts';

/** Letter with its code in plain text; exists only in memory until the PDF is written. */
export interface PrintedLetter {
  readonly addressee: Addressee;
  readonly code: string;
}
export interface LetterPrint {
  readonly batchId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly letters: readonly PrintedLetter[];
}
export interface ListPreview {
  /** Number of letters that would be created. */
  readonly letters: number;
  /** Number of addressees with a valid unused letter, which would become void. */
  readonly replaced: number;
  /** Number of addressees whose residence is already proven by a letter. */
  readonly proven: number;
  /** Number of all faults. */
  readonly faultCount: number;
  /** The first 100 faults. */
  readonly faults: readonly RowFault[];
}

const faultsShown = 100;

/**
 * Checks permission and rate limit before the request body is read. Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED.
 */
export async function admitLetters(ctx: Context, municipalityId: string): Promise<void> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  if (ctx.actor.kind === 'person') await ctx.limits.spend(letterRates.create, ctx.actor.id);
}

/** Effects of a list without writing anything. User errors: EMPTY_LIST, TOO_MANY_ROWS. */
export async function previewList(ctx: Context, municipalityId: string, bytes: Uint8Array): Promise<ListPreview> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  const { addressees, faults } = readList(bytes);
  const hashes = addressees.map((addressee) => hashOf(ctx, municipalityId, addressee));
  const rows: { replaced: number; proven: number }[] = await ctx.em.execute(previewSql, [
    JSON.stringify({ town: municipalityId, hashes, now: ctx.now() }),
  ]);
  const { replaced = 0, proven = 0 } = rows[0] ?? {};
  return { letters: addressees.length, replaced, proven, ...shown(faults) };
}

/**
 * Creates all letters of the list or none. User errors: FAULTY_ROWS with the faults, EMPTY_LIST, TOO_MANY_ROWS,
 * LETTERS_EXIST.
 */
export async function createFromList(
  ctx: Context,
  municipalityId: string,
  bytes: Uint8Array,
  idempotencyKey: string,
): Promise<LetterPrint> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  const { addressees, faults } = readList(bytes);
  if (faults.length > 0) throw refusal('FAULTY_ROWS', shown(faults));
  return write(ctx, (tx) => createLetters(tx, municipalityId, addressees, idempotencyKey));
}

/**
 * Creates requested letters and deletes the requests with their addresses. User errors: UNKNOWN_REQUEST, LETTERS_EXIST.
 */
export async function createRequested(
  ctx: Context,
  municipalityId: string,
  requestIds: readonly string[],
  idempotencyKey: string,
): Promise<LetterPrint> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const asked: Addressee[] = await tx.em.execute(takeRequestsSql, [municipalityId, JSON.stringify(requestIds)]);
    if (asked.length === 0 || asked.length !== new Set(requestIds).size) throw refusal('UNKNOWN_REQUEST');
    return createLetters(tx, municipalityId, asked, idempotencyKey);
  });
}

/** Declares the unused codes of a batch void; proofs by used codes stay. Idempotent. Errors: NOT_FOUND. */
export function voidLetters(ctx: Context, municipalityId: string, batchId: string): Promise<LetterBatch> {
  authorize(canProveResidence(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const batch = await tx.em.findOne(LetterBatch, { id: batchId, municipality: municipalityId });
    if (batch === null) throw new DomainError('NOT_FOUND');
    if (batch.voidedAt != null) return batch;
    batch.voidedAt = tx.now();
    await tx.em.flush();
    await record(tx, lettersVoided({ batchId, municipalityId, letters: batch.letters }));
    return batch;
  });
}

/**
 * Creates letters and returns their codes, which are stored only as HMAC. A repeated request is therefore refused with
 * LETTERS_EXIST instead of returning the first result.
 */
async function createLetters(
  tx: Tx,
  municipalityId: string,
  addressees: readonly Addressee[],
  idempotencyKey: string,
): Promise<LetterPrint> {
  await requireTown(tx, municipalityId);
  const hashes = addressees.map((addressee) => hashOf(tx, municipalityId, addressee));
  const { id: batchId, isReplay } = await claimKey(tx, idempotencyKey, { municipalityId, hashes });
  if (isReplay) throw refusal('LETTERS_EXIST');
  const createdAt = tx.now();
  const expiresAt = daysAfter(tx.now(), tx.config.letterDays);
  const createdBy = tx.actor.kind === 'person' ? tx.actor.id : null;
  const batch = { id: batchId, municipality: municipalityId, createdBy, createdAt, expiresAt };
  await tx.em.persist(tx.em.create(LetterBatch, { ...batch, letters: addressees.length })).flush();
  const letters = addressees.map((addressee) => ({ addressee, code: newCode() }));
  const rows = letters.map(({ code }, i) => ({
    id: v7(),
    addressee: hashes[i],
    code: hmacText(tx.secret, codeText(municipalityId, code)),
  }));
  await tx.em.execute(replaceSql, [createdAt, municipalityId, JSON.stringify(hashes)]);
  await tx.em.execute(insertSql, [batchId, municipalityId, JSON.stringify(rows)]);
  await record(tx, lettersCreated({ batchId, municipalityId, letters: letters.length }));
  return { batchId, createdAt, expiresAt, letters };
}

function hashOf({ secret }: Context, municipalityId: string, addressee: Addressee): string {
  return hmacText(secret, addresseeText(municipalityId, addressee));
}

function shown(faults: readonly RowFault[]): Pick<ListPreview, 'faultCount' | 'faults'> {
  return { faultCount: faults.length, faults: faults.slice(0, faultsShown) };
}

function refusal(code: UserErrorCode, data: Readonly<Record<string, unknown>> = {}): Refusal {
  return new Refusal({ code, message: sentence(code), path: ['list'] }, data);
}

const previewSql = `
with given as (
  select g.* from json_to_record(?::json) as g(town uuid, hashes json, now timestamptz)
), wanted as (
  select distinct h.hash, town, now from given cross join json_array_elements_text(hashes) as h(hash)
)
select
  (select count(*)::int from wanted w where exists (
    select from residence_letter l join letter_batch b on b.id = l.batch_id
    where l.municipality_id = w.town and l.addressee_hash = w.hash and l.redeemed_at is null and l.replaced_at is null
      and b.voided_at is null and b.expires_at > w.now)) as replaced,
  (select count(*)::int from wanted w where exists (
    select from residence_proof p
    where p.municipality_id = w.town and p.addressee_hash = w.hash and p.valid_until > w.now)) as proven`;

const takeRequestsSql = `
delete from letter_request where municipality_id = ? and id in (select json_array_elements_text(?::json)::uuid)
returning name, street, postcode, city`;

const replaceSql = `
update residence_letter set replaced_at = ?
where municipality_id = ? and redeemed_at is null and replaced_at is null
  and addressee_hash in (select json_array_elements_text(?::json))`;

const insertSql = `
insert into residence_letter (id, batch_id, municipality_id, code_hash, addressee_hash)
select l.id, g.batch, g.town, l.code, l.addressee
from (select ?::uuid as batch, ?::uuid as town) g
cross join json_to_recordset(?::json) as l(id uuid, code text, addressee text)`;
