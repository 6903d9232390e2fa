import { LockMode } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { groupChanged } from '../group/group.events.ts';
import { findReadableGroup } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { on, record, type Tx, write } from '../kernel/events.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { countBallots } from './poll.counting.service.ts';
import { Elector, Poll } from './poll.entity.ts';
import { pollClosed, pollOpened } from './poll.events.ts';
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

/** Opens the poll and fixes the electors. A poll that is already open or closed stays as it is. */
export function openPoll(ctx: Context, pollId: string): Promise<Poll> {
  return write(ctx, async (tx) => {
    const poll = await lockPoll(tx, pollId);
    if (poll.openedAt == null && poll.closedAt == null) await openNow(tx, poll);
    return poll;
  });
}

/** Closes the poll, counts the ballots and deletes them. Errors: NOT_FOUND, FORBIDDEN, POLL_NOT_OPEN. */
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

/** Closes the poll; must run inside the transaction that locked the poll. */
export async function closeNow(tx: Tx, poll: Poll): Promise<void> {
  poll.closedAt = tx.now();
  await tx.em.flush();
  await countBallots(tx, poll);
  await record(tx, pollClosed({ pollId: poll.id, municipalityId: poll.municipality.id }));
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
