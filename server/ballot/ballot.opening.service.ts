import type { KeyObject } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import type { Bus } from '../kernel/live/hint.ts';
import { Poll } from '../poll/poll.entity.ts';
import { pollOpened } from '../poll/poll.events.ts';
import { Booth } from './ballot.entity.ts';
import { makeBoothKeys, readBallotKey } from './ballot.keys.rules.ts';
import { readPaper } from './ballot.paper.service.ts';
import { type PollText, sha256 } from './ballot.rules.ts';

/** With the poll opens its booth: the keys are made, and the text is frozen with the public ones in it. */
export const openBoothWithPoll = on(pollOpened, async (tx, { facts: { pollId } }) => {
  const poll = await tx.em.findOneOrFail(Poll, pollId);
  if (poll.secrecy === 'SECRET') await openBooth(tx, pollId);
});

async function openBooth(tx: Tx, pollId: string): Promise<void> {
  const populate = ['municipality', 'group', 'questions.options.picture'] as const;
  const poll = await tx.em.findOneOrFail(Poll, pollId, { populate });
  const keys = await makeBoothKeys();
  const frozen: PollText = {
    format: 'ortsfunk-poll-2',
    poll: pollId,
    town: poll.municipality.$.name,
    group: poll.group.$.name,
    title: poll.title,
    description: poll.description ?? null,
    questions: await readPaper(tx, poll.questions.getItems()),
    variants: poll.variants ?? [],
    opened: (poll.openedAt ?? tx.now()).toISOString(),
    closes: poll.closesAt.toISOString(),
    eligible: poll.eligibleCount ?? 0,
    ballotKey: keys.ballotPublic,
    receiptKey: keys.receiptPublic,
  };
  const text = JSON.stringify(frozen);
  const { ballotPrivate: ballotKey, receiptPrivate: receiptKey } = keys;
  const booth = { pollId, text, textHash: sha256(text), ballotKey, receiptKey, castCount: 0 };
  tx.em.persist(tx.em.create(Booth, booth));
}

/** What never changes of a booth. */
export interface FrozenBooth {
  readonly text: PollText;
  readonly textHash: string;
  readonly ballotKey: KeyObject;
}

const kept = new WeakMap<Bus, Map<string, FrozenBooth>>();
/** So many booths are kept in memory by a process; who comes then pushes out the oldest. */
const keptMost = 200;

/** The frozen text and public key; undefined: no secret poll, or not opened yet. Ballots of one poll arrive in thousands. */
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
