import { LockMode } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { groupChanged } from '../group/group.events.ts';
import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { on, record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { countBallots } from './poll.counting.service.ts';
import { Elector, Poll } from './poll.entity.ts';
import { forgetOrderOfVotes, pollClosed, pollCounted, pollOpened } from './poll.events.ts';
import { canClosePoll } from './poll.rules.ts';

/** Refuses to make a group non-public before a poll of the group has ended in which people vote who are not members. */
export const keepGroupOpen = on(groupChanged, async (tx, { facts: { groupId } }) => {
  const group = await tx.em.findOneOrFail(Group, groupId);
  const forAll = { eligibility: { $ne: 'MEMBERS' } } as const;
  const running = { group: groupId, ...forAll, closedAt: null, closesAt: { $gt: tx.now() } };
  if (group.joinPolicy === 'OPEN' || (await tx.em.count(Poll, running)) === 0) return;
  const message = 'a poll of this group is open to everybody until it closes';
  throw new Refusal({ code: 'POLL_FOR_EVERYBODY', message, path: ['joinPolicy'] });
});

/** Opens the poll and fixes the electors. A draft, and a poll that is already open or closed, stay as they are. */
export function openPoll(ctx: Context, pollId: string): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    if (!poll.isDraft && poll.openedAt == null && poll.closedAt == null) await openNow(tx, poll);
    return poll;
  });
}

/** Closes the poll; an everyday poll is counted at once, a secret poll by a job. Errors: NOT_FOUND, FORBIDDEN, POLL_NOT_OPEN. */
export function closePoll(ctx: Context, pollId: string): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    await findReadableGroup(tx, poll.group.id);
    if (tx.actor.kind !== 'system') await requireModuleIn(tx, poll.municipality.id, 'POLLS');
    authorize(canClosePoll(tx.actor, poll, tx.now()));
    await closeNow(tx, poll);
    return poll;
  });
}

/** Opens the poll; must run inside the transaction that created or locked the poll. */
export async function openNow(tx: Tx, poll: Poll): Promise<void> {
  poll.openedAt = tx.now();
  if (poll.eligibility !== 'SIGNED_IN') {
    await freezeElectors(tx, poll);
    poll.eligibleCount = await tx.em.count(Elector, { poll: poll.id });
  }
  const { id: pollId, municipality, group, post } = poll;
  const facts = { pollId, municipalityId: municipality.id, groupId: group.id, postId: post?.id ?? null };
  await record(tx, pollOpened(facts));
}

/**
 * Closes the poll; must run inside the transaction that locked the poll. The ballots of a secret poll are counted later by
 * the domain `ballot`, which then calls `finishCount`.
 */
export async function closeNow(tx: Tx, poll: Poll): Promise<void> {
  poll.closedAt = tx.now();
  await tx.em.flush();
  const isCountedLater = poll.secrecy === 'SECRET' && poll.openedAt != null;
  if (!isCountedLater) {
    await countBallots(tx, poll);
    await enqueue(tx, forgetOrderOfVotes, { pollId: poll.id });
  }
  await record(tx, pollClosed({ pollId: poll.id, municipalityId: poll.municipality.id }));
  if (!isCountedLater) await finishCount(tx, poll);
}

/** Declares the counts of a closed poll final; must run inside the transaction that wrote them. */
export async function finishCount(tx: Tx, poll: Poll): Promise<void> {
  poll.countedAt = tx.now();
  await tx.em.flush();
  await record(tx, pollCounted({ pollId: poll.id, municipalityId: poll.municipality.id }));
}

/** Locks the poll row until the commit, so that votes, opening and close do not overlap. Errors: NOT_FOUND. */
export async function lockPoll(tx: Tx, id: string): Promise<Poll> {
  const poll = await tx.em.findOne(Poll, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (poll === null) throw new DomainError('NOT_FOUND');
  return poll;
}

/** Stores the electors as of now; people who join or prove residence later are no electors. */
async function freezeElectors(tx: Tx, { id, eligibility, group, municipality }: Poll): Promise<void> {
  if (eligibility === 'MEMBERS') await tx.em.execute(freezeMembersSql, [id, group.id]);
  else await tx.em.execute(freezeResidentsSql, [id, municipality.id, tx.now()]);
}

const freezeMembersSql = `
insert into elector (poll_id, person_id) select ?, person_id from membership where group_id = ?`;

const freezeResidentsSql = `
insert into elector (poll_id, person_id)
select ?, person_id from residence_proof where municipality_id = ? and valid_until > ?`;
