import { v7 } from 'uuid';
import { Person } from '../../identity/identity.entity.ts';
import { personId, strangersCode, system } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { admitAtDoor, mayMailTo, notePass, returnPass } from '../../kernel/door.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { requireLocale } from '../../kernel/locale.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { addAddress, verifyAddress } from '../../recipient/recipient.address.service.ts';
import { Issue } from '../issue.entity.ts';
import { seenAs } from '../issue.reading.service.ts';
import { findIssue, placed } from '../issue.service.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { followAsked, followersMoved, forgetFollower } from './issue.follow.events.ts';
import { followerOfToken } from './issue.follow.links.service.ts';
import { deleteFollowers, planForgetting } from './issue.follow.retention.service.ts';
import { canFollowIssue } from './issue.follow.rules.ts';

export interface FollowIssueInput {
  readonly issueId: string;
  /** Address for messages; without a session only. */
  readonly email?: string | null;
  readonly locale?: string | null;
  /** Mails in addition to the inbox; with a session only. */
  readonly byMail: boolean;
  /** Solution of a proof of work; without a session only. */
  readonly proof?: string | null;
}
export interface Followed {
  readonly issue: Issue;
  /** False: a mail with a confirmation link was sent. */
  readonly isConfirmed: boolean;
}

const personRate = { name: 'follow', points: 60, seconds: 3600 };
const addressDays = 7;

/**
 * Follows an issue: at once with a session, else after the link in the mail was used. Idempotent except for `byMail`.
 * Beyond the limits of the mailbox the answer is the same, and nothing is stored or sent. Refused: NOT_PUBLIC, OWN_ISSUE,
 * EMAIL_REQUIRED, BAD_EMAIL, PROOF_REQUIRED, PROOF_REFUSED.
 */
export async function followIssue(ctx: Context, input: FollowIssueInput): Promise<Followed> {
  const issue = await findIssue(ctx, input.issueId);
  authorize(canFollowIssue(ctx.actor, placed(issue)), ['issueId']);
  const person = personId(ctx.actor);
  if (person !== null) {
    await ctx.limits.spend(personRate, person);
    await write(ctx, (tx) => followAs(tx, issue, person, input.byMail));
    return { issue: seenAs(issue, 'public'), isConfirmed: true };
  }
  const email = readEmail(input.email ?? '');
  if (email === undefined) throw refusal(input.email ? 'BAD_EMAIL' : 'EMAIL_REQUIRED', 'email');
  const locale = requireLocale(input.locale);
  const pass = await admitAtDoor(ctx, { act: 'follow', proof: input.proof });
  if (await mayMailTo(ctx, email)) {
    const followerId = await write(ctx, (tx) => askToFollow(tx, issue, email, locale));
    if (followerId !== undefined) await notePass(ctx, ticketOf(followerId), pass);
  }
  // The answer is the same if the address follows already or belongs to the reporter: only its owner may learn that.
  return { issue: seenAs(issue, 'public'), isConfirmed: false };
}

/** Ends following; idempotent. Null: the issue is hidden by now. */
export async function unfollowIssue(ctx: Context, issueId: string): Promise<Issue | null> {
  const person = personId(ctx.actor);
  if (person === null) throw new DomainError(strangersCode(ctx.actor));
  const ended = await write(ctx, async (tx) => {
    const { email } = await tx.em.findOneOrFail(Person, person);
    const gone = await deleteFollowers(tx, { issue: issueId, $or: [{ person }, { email }] });
    const issue = gone > 0 ? await tx.em.findOneOrFail(Issue, issueId) : null;
    if (issue !== null) await tellMoved(tx, issue);
    return issue;
  });
  return ended === null ? seenAs(await findIssue(ctx, issueId), 'public') : ifPublic(ended);
}

/** Confirms the address with the link in the first mail. Refused: UNKNOWN_LINK. */
export async function confirmFollow(ctx: Context, token: string): Promise<Issue> {
  const { issue: followed, followerId } = await write(ctx, async (tx) => {
    const follower = await findByLink(tx, followerOfToken(tx, 'confirm', token));
    const issue = follower.issue.getEntity();
    if (!issue.isPublic) throw refusal('UNKNOWN_LINK', 'token');
    if (follower.confirmedAt == null) {
      follower.confirmedAt = tx.now();
      await tx.em.flush();
      await verifyAddress(tx, follower.id);
      await planForgetting(tx, issue);
      await tellMoved(tx, issue);
    }
    return { issue: seenAs(issue, 'public'), followerId: follower.id };
  });
  await returnPass(ctx, ticketOf(followerId));
  return followed;
}

/** Name of the note about the point that a request to follow has used. */
function ticketOf(followerId: string): string {
  return `follow:${followerId}`;
}

/**
 * Ends following with the link in a mail. Null: the issue is hidden by now. Refused: UNKNOWN_LINK, also for a link that
 * was used before.
 */
export function endFollow(ctx: Context, token: string): Promise<Issue | null> {
  return write(ctx, async (tx) => {
    const follower = await findByLink(tx, followerOfToken(tx, 'end', token));
    const issue = follower.issue.getEntity();
    await deleteFollowers(tx, { id: follower.id });
    await tellMoved(tx, issue);
    return ifPublic(issue);
  });
}

/** The issue if it is public: an old link must not reveal a hidden issue. */
function ifPublic(issue: Issue): Issue | null {
  return issue.isPublic ? seenAs(issue, 'public') : null;
}

async function findByLink(tx: Tx, id: string | undefined): Promise<IssueFollower> {
  if (tx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
  const follower =
    id === undefined ? null : await tx.em.findOne(IssueFollower, id, { populate: ['issue'], refresh: true });
  if (follower === null) throw refusal('UNKNOWN_LINK', 'token');
  await requireModuleIn(tx, follower.issue.getEntity().municipality.id, 'ISSUES');
  return follower;
}

async function followAs(tx: Tx, issue: Issue, person: string, byMail: boolean): Promise<void> {
  const { locale } = await tx.em.findOneOrFail(Person, person);
  const made: { isNew: boolean }[] = await tx.em.execute(
    `insert into issue_follower (id, issue_id, person_id, locale, by_mail, created_at, confirmed_at)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (issue_id, person_id) do update set by_mail = excluded.by_mail returning xmax = 0 as "isNew"`,
    [v7(), issue.id, person, locale, byMail, tx.now(), tx.now()],
  );
  if (made[0]?.isNew === true) await tellMoved(tx, issue);
}

/**
 * Creates one row per address, even for repeated and concurrent requests, and returns its id. Undefined: the address is
 * confirmed and gets no second mail.
 */
async function askToFollow(tx: Tx, issue: Issue, email: string, locale: string): Promise<string | undefined> {
  const rows: { id: string; isNew: boolean }[] = await tx.em.execute(
    `insert into issue_follower (id, issue_id, email, locale, by_mail, created_at) values (?, ?, ?, ?, true, ?)
     on conflict (issue_id, email) do update set locale = excluded.locale where issue_follower.confirmed_at is null
     returning id, xmax = 0 as "isNew"`,
    [v7(), issue.id, email, locale, tx.now()],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  await addAddress(tx, { id: row.id, origin: 'LINK', municipalityId: issue.municipality.id, locale, email });
  await record(tx, followAsked({ issueId: issue.id, municipalityId: issue.municipality.id, followerId: row.id }));
  const startAfter = new Date(tx.now().getTime() + addressDays * 86_400_000);
  if (row.isNew) await enqueue(tx, forgetFollower, { followerId: row.id }, { startAfter });
  return row.id;
}

/** Records that the number of followers changed; the event names no follower. */
async function tellMoved(tx: Tx, { id: issueId, municipality }: Issue): Promise<void> {
  await record({ ...tx, actor: system }, followersMoved({ issueId, municipalityId: municipality.id }));
}
