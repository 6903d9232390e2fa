import type { KeyObject } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import type { Bus } from '../kernel/live/hint.ts';
import { Poll } from '../poll/poll.entity.ts';
import { pollOpened } from '../poll/poll.events.ts';
import { makeEncryptionKeys } from './ballot.encryption.rules.ts';
import { Booth } from './ballot.entity.ts';
import { makeBoothKeys, readBallotKey } from './ballot.keys.rules.ts';
import { readPaper } from './ballot.paper.service.ts';
import { longestBallot, type PollText, sha256 } from './ballot.rules.ts';
import { secretsOf } from './ballot.secrets.ts';

/**
 * Creates the booth when a secret poll opens: generates the keys and freezes the text with the public keys. Refused:
 * KEY_FOLDER_MISSING, so that the poll does not open.
 */
export const openBoothWithPoll = on(pollOpened, async (tx, { facts: { pollId } }) => {
  const poll = await tx.em.findOneOrFail(Poll, pollId);
  if (poll.secrecy === 'SECRET') await openBooth(tx, pollId);
});

async function openBooth(tx: Tx, pollId: string): Promise<void> {
  const populate = ['municipality', 'group', 'questions.options.picture'] as const;
  const poll = await tx.em.findOneOrFail(Poll, pollId, { populate });
  const [keys, encryption] = await Promise.all([makeBoothKeys(), makeEncryptionKeys()]);
  const questions = await readPaper(tx, poll.questions.getItems());
  const frozen: PollText = {
    format: 'ortsfunk-poll-3',
    poll: pollId,
    town: poll.municipality.$.name,
    group: poll.group.$.name,
    title: poll.title,
    description: poll.description ?? null,
    questions,
    variants: poll.variants ?? [],
    opened: (poll.openedAt ?? tx.now()).toISOString(),
    closes: poll.closesAt.toISOString(),
    eligible: poll.eligibleCount ?? 0,
    ballotKey: keys.ballotPublic,
    receiptKey: keys.receiptPublic,
    encryptionKey: encryption.publicKey,
    ballotBytes: longestBallot(questions),
  };
  const text = JSON.stringify(frozen);
  const { ballotPrivate: ballotKey, receiptPrivate: receiptKey } = keys;
  const booth = { pollId, text, textHash: sha256(text), ballotKey, receiptKey, castCount: 0 };
  tx.em.persist(tx.em.create(Booth, booth));
  // Stored before the commit: a poll must not open without its secrets. After a rollback the next opening replaces them.
  await secretsOf(tx.config).put(pollId, encryption.privateKey);
}

/** Part of a booth that never changes. */
export interface FrozenBooth {
  readonly text: PollText;
  readonly textHash: string;
  readonly ballotKey: KeyObject;
}

const kept = new WeakMap<Bus, Map<string, FrozenBooth>>();
/** Maximum number of booths cached per process; the oldest is evicted first. */
const keptMost = 200;

/**
 * Frozen text and public key of a poll; undefined: the poll is not secret or has not opened. Cached in memory, because
 * thousands of ballots arrive for one poll.
 */
export async function findFrozenBooth({ em, bus }: Pick<Context, 'em' | 'bus'>, pollId: string) {
  const booths = kept.get(bus) ?? new Map<string, FrozenBooth>();
  kept.set(bus, booths);
  const known = booths.get(pollId);
  if (known !== undefined) return known;
  const booth = await em.findOne(Booth, pollId);
  if (booth === null) return undefined;
  const text: PollText = JSON.parse(booth.text);
  const frozen = { text, textHash: booth.textHash, ballotKey: readBallotKey(text.ballotKey) };
  booths.set(pollId, frozen);
  for (const oldest of booths.keys()) if (booths.size > keptMost) booths.delete(oldest);
  return frozen;
}
