import { system } from '../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Poll, type Question } from '../poll/poll.entity.ts';
import { finishCount, lockPoll } from '../poll/poll.opening.service.ts';
import { countRunOff } from '../poll/poll.runoff.rules.ts';
import { BulletinChain } from './ballot.chain.rules.ts';
import { type DecryptionKey, importPrivateKey, openBallot, slotOf, slotSecretOf } from './ballot.encryption.rules.ts';
import { BallotRoll, Booth } from './ballot.entity.ts';
import { ballotsCounted } from './ballot.events.ts';
import { isSignedBy, isToken } from './ballot.keys.rules.ts';
import { findFrozenBooth, type FrozenBooth } from './ballot.opening.service.ts';
import { ballotText, bulletinLine, type CastBallot, findChoices, type PollText, sha256 } from './ballot.rules.ts';
import { secretsOf } from './ballot.secrets.ts';

/** Number of envelopes or ballots that are read or written per statement. */
const chunk = 2000;
/** Number of ballots that are decrypted at the same time, by the threads of the process. */
const together = 64;

/**
 * Counts a closed secret poll: decrypts the ballots outside of any transaction, writes board and results in one short
 * transaction, and destroys the secrets after its commit. Idempotent: after a crash it starts again, or only destroys the
 * secrets. Throws if the private key is lost, so that the job is tried again; admins see it and can enter the recovery
 * sheet.
 */
export async function countSecretPoll(services: Services, pollId: string): Promise<void> {
  const secrets = secretsOf(services.config);
  const ctx = forkContext(services, system);
  const poll = await ctx.em.findOneOrFail(Poll, pollId);
  if (poll.closedAt == null) throw new Error(`poll ${pollId} is counted before its close`);
  if (poll.countedAt == null) {
    const booth = await findFrozenBooth(ctx, pollId);
    if (booth === undefined) throw new Error(`poll ${pollId} has no booth`);
    const opened = await openEnvelopes(ctx, pollId, booth, await secrets.privateKey(pollId));
    if (opened === undefined) {
      await ctx.em.execute(keyLostSql, [services.now(), pollId]);
      throw new Error(`the key of secret poll ${pollId} is not in the key folder: enter its recovery sheet`);
    }
    await write(forkContext(services, system), (tx) => storeCount(tx, pollId, opened));
  }
  await secrets.destroy(pollId);
}

const keyLostSql = 'update ballot_box.booth set key_lost_at = coalesce(key_lost_at, ?) where poll_id = ?';

interface Opened {
  /** Genuine ballots in the order of the hashes of their keys. */
  readonly ballots: readonly BoardRow[];
  /** Number of envelopes without a genuine ballot of their voter. */
  readonly invalid: number;
}

/** Decrypts and checks all envelopes of a poll; undefined: there are envelopes, but the private key is lost. */
async function openEnvelopes(
  { em }: Context,
  pollId: string,
  booth: FrozenBooth,
  privateKey: Buffer | undefined,
): Promise<Opened | undefined> {
  const keys = privateKey && (await openingKeysOf(privateKey));
  const ballots: BoardRow[] = [];
  let invalid = 0;
  for (let after = ''; ;) {
    const rows: EnvelopeRow[] = await em.execute(envelopesSql, [pollId, after, chunk]);
    const last = rows.at(-1);
    if (last === undefined) break;
    if (keys === undefined) return undefined;
    for (let from = 0; from < rows.length; from += together) {
      const some = rows.slice(from, from + together);
      for (const ballot of await Promise.all(some.map((row) => openEnvelope(keys, booth, row)))) {
        if (ballot === undefined) invalid += 1;
        else ballots.push({ ...ballot, keyHash: sha256(Buffer.from(ballot.key, 'base64url')) });
      }
    }
    after = last.slot;
  }
  ballots.sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1)); // one key has one place, so no two are equal
  return { ballots, invalid };
}

interface EnvelopeRow {
  readonly slot: string;
  readonly ciphertext: string;
}
interface OpeningKeys {
  readonly recipientKey: DecryptionKey;
  readonly slotSecret: Buffer;
}

async function openingKeysOf(privateKey: Buffer): Promise<OpeningKeys> {
  return { recipientKey: await importPrivateKey(privateKey), slotSecret: slotSecretOf(privateKey) };
}

/**
 * Ballot in an envelope; undefined unless it is genuine and has the key for whose place it was cast. Otherwise two
 * voters together could cast one ballot twice.
 */
async function openEnvelope(
  { recipientKey, slotSecret }: OpeningKeys,
  { ballotKey, textHash }: FrozenBooth,
  { slot, ciphertext }: EnvelopeRow,
): Promise<CastBallot | undefined> {
  const ballot = await openBallot(recipientKey, textHash, Buffer.from(ciphertext, 'base64url'));
  if (ballot === undefined || slotOf(slotSecret, ballot.key) !== slot) return undefined;
  const bytes = (encoded: string): Buffer => Buffer.from(encoded, 'base64url');
  const signed = Buffer.concat([bytes(ballot.randomizer), bytes(ballot.key)]);
  const isGenuine =
    (await isToken(ballotKey, signed, bytes(ballot.token))) &&
    (await isSignedBy(ballot.key, ballotText(textHash, ballot.choices), bytes(ballot.signature)));
  return isGenuine ? ballot : undefined;
}

const envelopesSql = `
select slot, ciphertext from ballot_box.envelope where poll_id = ? and slot > ? order by slot limit ?`;

/**
 * Writes board and results, and deletes everything that stood in the database before: envelopes, hashes in the roll,
 * private keys. A count that another process has finished meanwhile stays as it is.
 */
async function storeCount(tx: Tx, pollId: string, { ballots, invalid }: Opened): Promise<void> {
  const poll = await lockPoll(tx, pollId);
  if (poll.countedAt != null) return;
  await tx.em.populate(poll, ['questions.options']);
  const booth = await tx.em.findOneOrFail(Booth, pollId, { refresh: true });
  await fillBoard(tx, pollId, ballots);
  await tx.em.execute('delete from ballot_box.envelope where poll_id = ?', [pollId]);
  await rewriteRoll(tx, pollId);
  const issued = await tx.em.count(BallotRoll, { poll: pollId });
  const eligible = poll.eligibleCount ?? 0;
  const cast = ballots.length + invalid;
  const { chain, counts, rankings } = countBoard(booth, ballots);
  const root = chain.end({ eligible, issued, cast, invalid });
  poll.questions.getItems().forEach((question, i) => {
    question.options.getItems().forEach((option, at) => (option.votes = counts[i]?.[at] ?? 0));
    if (question.kind === 'RANKING') runOff(question, rankings[i] ?? new Map());
  });
  poll.turnout = cast;
  const ended = { ballotKey: null, receiptKey: null, keyLostAt: null };
  Object.assign(booth, { ...ended, castCount: cast, invalidCount: invalid, issuedCount: issued, root });
  const municipalityId = poll.municipality.id;
  await record(tx, ballotsCounted({ pollId, municipalityId, eligible, issued, cast, invalid, root }));
  await finishCount(tx, poll);
}

async function fillBoard(tx: Tx, pollId: string, ballots: readonly BoardRow[]): Promise<void> {
  for (let from = 0; from < ballots.length; from += chunk)
    await tx.em.execute(fillSql, [pollId, JSON.stringify(ballots.slice(from, from + chunk))]);
}

const fillSql = `
insert into ballot_box.board (poll_id, key_hash, key, randomizer, token, choices, signature)
select ?, "keyHash", key, randomizer, token, choices, signature
from json_to_recordset(?::json) as b("keyHash" text, key text, randomizer text, token text, choices text, signature text)
order by "keyHash"`;

/** Writes the roll anew in the order of the ids: the order of its rows was that of the issues. */
async function rewriteRoll(tx: Tx, pollId: string): Promise<void> {
  const kept = 'select poll_id, person_id from ballot_roll where poll_id = ?';
  await tx.em.execute(`create temporary table marked_people on commit drop as ${kept}`, [pollId]);
  await tx.em.nativeDelete(BallotRoll, { poll: pollId });
  const sorted = 'select poll_id, person_id from marked_people order by person_id';
  await tx.em.execute(`insert into ballot_roll (poll_id, person_id) ${sorted}`);
}

/**
 * Counts the run-off of a question. `rankings` has the number of ballots by ranking ("2,0,1", positions of options).
 */
function runOff(question: Question, rankings: ReadonlyMap<string, number>): void {
  const ids = question.options.getItems().map(({ id }) => id);
  const ballots = [...rankings].map(([positions, count]) => ({
    ranked: positions.split(',').flatMap((at) => ids[Number(at)] ?? []),
    count,
  }));
  question.runOff = countRunOff(ids, ballots);
}

interface Count {
  readonly chain: BulletinChain;
  /** Votes by question and option; for RANKING first choices. */
  readonly counts: readonly number[][];
  /**
   * Number of ballots by ranking ("2,0,1") for each question; empty for other kinds and if no ballot ranks an option.
   */
  readonly rankings: readonly Map<string, number>[];
}

/** Counts genuine ballots in the order of the board. Ballots with choices that the poll does not allow are not counted. */
function countBoard({ text, textHash }: Booth, ballots: readonly CastBallot[]): Count {
  const { questions }: PollText = JSON.parse(text);
  const counts = questions.map(({ options }) => options.map(() => 0));
  const rankings = questions.map(() => new Map<string, number>());
  const chain = new BulletinChain(textHash);
  for (const ballot of ballots) {
    chain.add(bulletinLine(ballot));
    findChoices({ questions }, ballot.choices)?.forEach((positions, i) => {
      const isRanking = questions[i]?.kind === 'RANKING';
      for (const at of isRanking ? positions.slice(0, 1) : positions)
        if (counts[i]?.[at] !== undefined) counts[i][at] += 1;
      if (isRanking && positions.length > 0)
        rankings[i]?.set(positions.join(','), (rankings[i].get(positions.join(',')) ?? 0) + 1);
    });
  }
  return { chain, counts, rankings };
}

interface BoardRow extends CastBallot {
  readonly keyHash: string;
}

/** Ballots of the board, ordered by the hash of their keys; read in chunks of 2,000. */
export async function* readBulletinBallots({ em }: Pick<Tx, 'em'>, pollId: string): AsyncGenerator<CastBallot> {
  for (let after = ''; ;) {
    const rows: BoardRow[] = await em.execute(boardSql, [pollId, after, chunk]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.keyHash;
  }
}

const boardSql = `
select key_hash as "keyHash", key, randomizer, token, choices, signature from ballot_box.board
where poll_id = ? and key_hash > ? order by key_hash limit ?`;
