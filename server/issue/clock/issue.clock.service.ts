import { LockMode } from '@mikro-orm/core';
import { keepCalendar } from '../../hours/hours.service.ts';
import type { Context } from '../../kernel/context.ts';
import { type DomainEvent, on, record, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain } from '../../kernel/jobs.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { IssueClock, type IssueClockRow } from './issue.clock.entity.ts';
import { checkClock, issueEscalated } from './issue.clock.events.ts';
import { earliest, type Hand, handsOf, isRunning, levelOf, readClock } from './issue.clock.rules.ts';
import { IssueComment } from '../issue.comment.entity.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { type IssueFacts, issueFlagged, issueMoved, issueReported, issueRerouted } from '../issue.events.ts';
import { isReroute } from '../routing/issue.reroute.rules.ts';
import type { Targets } from './issue.target.rules.ts';
import { targetsOf } from './issue.target.service.ts';

const ofIssue = rowsByOwner(rowsOf(IssueClock), ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);

/** Clocks of an issue, batched into one statement for a page of issues. */
export async function clockOf(ctx: Context, issueId: string): Promise<IssueClockRow | null> {
  const [clock] = await ofIssue(ctx, issueId);
  return clock ?? null;
}

export const clockListeners = [
  on(issueReported, setClock),
  on(issueMoved, setClock),
  on(issueCommented, async (tx, event) => {
    if (event.facts.by === 'STAFF' && event.facts.reach !== 'INTERNAL') await setClock(tx, event);
  }),
  /** Another kind has other terms; another desk does not restart the clock. */
  on(issueRerouted, async (tx, event) => {
    const { issueId, was } = event.facts;
    const issue = await tx.em.findOneOrFail(Issue, issueId);
    if (was.kind === issue.kind) return;
    const clock = await tx.em.findOne(IssueClock, issueId);
    if (clock !== null)
      Object.assign(clock, await termsOf(tx, issue), { firstResponseTold: null, resolutionTold: null });
    await setClock(tx, event);
  }),
  on(issueFlagged, async (tx, { facts: { issueId } }) => {
    const clock = await tx.em.findOne(IssueClock, issueId);
    if (clock !== null) await planCheck(tx, await tx.em.findOneOrFail(Issue, issueId), clock);
  }),
];

/** Computes the clocks from all moves and answers after each change, also after a move was taken back. */
async function setClock(tx: Tx, { facts: { issueId } }: DomainEvent<IssueFacts>): Promise<void> {
  const all = await tx.em.find(IssueMove, { issue: issueId }, { orderBy: { version: 'asc' } });
  const steps = all.filter((step) => !isReroute(step)); // a change of the desk does not change the clocks
  const clock = (await tx.em.findOne(IssueClock, issueId, { populate: ['calendar'] })) ?? (await newClock(tx, issueId));
  const { firstResponseMinutes = null, resolutionMinutes = null } = clock;
  const calendar = clock.calendar.getEntity();
  const terms = { calendar, firstResponseMinutes, resolutionMinutes };
  const reading = readClock(steps, terms, await findAnswer(tx, issueId));
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  issue.dueAt = reading?.nextDueAt ?? null;
  if (reading === null) {
    tx.em.remove(clock);
    return;
  }
  const { nextDueAt: _, ...hands } = reading;
  Object.assign(clock, hands);
  await planCheck(tx, issue, clock);
  await tx.em.persist(clock).flush();
}

/** Time of the first message that the town hall sent to the reporter without a move; null: none. */
async function findAnswer(tx: Tx, issue: string): Promise<Date | null> {
  const answers = { issue, by: 'STAFF', reach: { $ne: 'INTERNAL' } } as const;
  return (await tx.em.findOne(IssueComment, answers, { orderBy: { number: 'asc' } }))?.at ?? null;
}

/** Creates the clocks with the current terms; later changes of the settings do not change them. */
async function newClock(tx: Tx, issueId: string): Promise<IssueClock> {
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  const calendar = await keepCalendar(tx, issue.municipality.id);
  const terms = { issue, municipality: issue.municipality, calendar, ...(await termsOf(tx, issue)) };
  return tx.em.create(IssueClock, { ...terms, startedAt: tx.now(), pausedMinutes: 0 });
}

/** Deadlines of the category; PRAISE has no deadline for a resolution, whatever its category defines. */
async function termsOf(tx: Tx, { category, kind }: Issue): Promise<Targets> {
  const targets = await targetsOf(tx, await category.loadOrFail());
  return kind === 'PRAISE' ? { ...targets, resolutionMinutes: null } : targets;
}

/** Columns that record which level was sent; OVERDUE includes DUE_SOON. */
const toldOf = { FIRST_RESPONSE: 'firstResponseTold', RESOLUTION: 'resolutionTold' } as const;

/** Plans the next check if its time has changed. Issues that are set aside have no check. */
async function planCheck(tx: Tx, { flag }: Issue, clock: IssueClock): Promise<void> {
  const next = flag == null ? earliest(handsOf(clock).map((hand) => nextTelling(clock, hand))) : null;
  if (next?.getTime() === clock.checkAt?.getTime()) return;
  clock.checkAt = next;
  const at = next?.toISOString();
  if (next !== null && at !== undefined) {
    await enqueue(tx, checkClock, { issueId: clock.issue.id, at }, { startAfter: next });
  }
}

function nextTelling(clock: IssueClock, hand: Hand): Date | null {
  const told = clock[toldOf[hand.name]] ?? null;
  if (!isRunning(clock, hand) || told === 'OVERDUE') return null;
  return told === null ? hand.soonAt : hand.dueAt;
}

/**
 * Job of the clock: notifies the desk if a level is reached. The row lock excludes concurrent moves; after an answer or
 * a pause `checkAt` differs from `at` and the job does nothing.
 */
export function escalate(ctx: Context, { issueId, at }: { issueId: string; at: string }): Promise<void> {
  return write(ctx, async (tx) => {
    const issue = await tx.em.findOne(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    const clock = await tx.em.findOne(IssueClock, issueId, { refresh: true });
    if (issue === null || clock?.checkAt?.toISOString() !== at) return;
    if (tx.now() < clock.checkAt) return enqueueAgain(tx, checkClock, { issueId, at }, clock.checkAt);
    for (const hand of handsOf(clock)) await tell(tx, issue, clock, hand);
    await planCheck(tx, issue, clock);
  });
}

async function tell(tx: Tx, { id, municipality }: Issue, clock: IssueClock, hand: Hand): Promise<void> {
  const level = isRunning(clock, hand) ? levelOf(hand, tx.now()) : null;
  const told = clock[toldOf[hand.name]] ?? null;
  if (level === null || level === told || told === 'OVERDUE') return;
  clock[toldOf[hand.name]] = level;
  await record(tx, issueEscalated({ issueId: id, municipalityId: municipality.id, hand: hand.name, level }));
}
