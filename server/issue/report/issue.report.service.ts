import { LockMode } from '@mikro-orm/core';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { actorId, personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { admitAtDoor, type DoorPass, mayMailTo, notePass, returnPass } from '../../kernel/door.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { claimExternalId } from '../../kernel/externalId.ts';
import { claimKey, isKnownKey } from '../../kernel/idempotency.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { requireLocale } from '../../kernel/locale.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { requireModule, requireModuleIn } from '../../municipality/municipality.service.ts';
import { addAddress, verifyAddress } from '../../recipient/recipient.address.service.ts';
import { type Asked, type GivenAnswer, readAnswers } from '../category/issue.question.rules.ts';
import { keepAnswers, questionsOf } from '../category/issue.question.service.ts';
import { canConfirmIssue, canReportIssue } from '../issue.audience.rules.ts';
import { IssueCategory, type IssueKind } from '../issue.category.entity.ts';
import { claimCodeOf, issueOfToken } from '../issue.claims.service.ts';
import { Issue } from '../issue.entity.ts';
import { forgetAddress, issueReported } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { persistMove } from '../issue.service.ts';
import { mostPhotos } from '../photo/issue.photo.rules.ts';
import { attachPhotos } from '../photo/issue.photo.service.ts';
import { keepConsent } from '../routing/issue.consent.service.ts';
import { routeIssue } from '../routing/issue.routing.service.ts';
import { nextReference } from './issue.reference.service.ts';

export interface ReportIssueInput {
  readonly municipalityId: string;
  readonly kind: IssueKind;
  readonly categoryId: string;
  readonly point: { readonly lat: number; readonly lon: number };
  readonly address?: string | null;
  readonly text: string;
  readonly photoIds?: readonly string[] | null;
  /** Proofs that uploads without an account returned, in any order. */
  readonly photoProofs?: readonly string[] | null;
  readonly email?: string | null;
  readonly locale?: string | null;
  /** Whether the contact of the reporter may be forwarded to the body outside that is responsible. */
  readonly sharesContact?: boolean;
  readonly answers?: readonly GivenAnswer[];
  readonly idempotencyKey: string;
  /** Id of the report in the partner's system. */
  readonly externalId?: string | null;
  /** Solution of a proof of work; without an account only. */
  readonly proof?: string | null;
}
export interface Reported {
  readonly issue: Issue;
  /** Only for reports without an account; null otherwise. */
  readonly claimCode: string | null;
}
/** Result of charging the rates of a report. */
interface Admission {
  /** False: the mailbox has had enough mails, so the report is stored without a mail that confirms its address. */
  readonly isMailed: boolean;
  /** Point that a report without an account has used. */
  readonly pass?: DoorPass | undefined;
}
/** Rate limit of a report, and further rows to store for a report that is recorded for somebody else. */
interface Filing {
  spend(): Promise<Admission>;
  take?(tx: Tx, issue: Issue): Promise<void>;
}

const personRate = { name: 'report', points: 10, seconds: 3600 };
/** A partner's program reports for many people. */
export const partnerRate = { name: 'report-partner', points: 300, seconds: 3600 };
/** Days for which an unconfirmed address is kept. */
const addressDays = 7;

/**
 * Creates an issue, which is SUBMITTED at once. An address that was given without an account gets one mail with a link
 * that confirms the address, unless the mailbox has had enough mails. RATE_LIMITED above the rates; without an account
 * PROOF_REQUIRED and PROOF_REFUSED.
 */
export async function reportIssue(ctx: Context, input: ReportIssueInput): Promise<Reported> {
  authorize(canReportIssue(ctx.actor, input.municipalityId));
  const issue = await fileReport(ctx, input, { spend: () => spendReport(ctx, input) });
  if (ctx.actor.kind === 'partner') return { issue: seenAs(issue, 'partner'), claimCode: null };
  return { issue: seenAs(issue, 'reporter'), claimCode: issue.reporter == null ? claimCodeOf(ctx, issue.id) : null };
}

/** Validates, limits and stores a report; idempotent by `idempotencyKey`. Callers authorize the actor. */
export async function fileReport(ctx: Context, input: ReportIssueInput, { spend, take }: Filing): Promise<Issue> {
  const municipality = await ctx.em.findOne(Municipality, input.municipalityId, { populate: ['boundary'] });
  if (municipality?.isOnPlatform !== true) throw new DomainError('NOT_FOUND');
  requireModule(municipality, 'ISSUES');
  const category = await ctx.em.findOne(IssueCategory, { id: input.categoryId, municipality: municipality.id });
  if (ctx.actor.kind === 'partner' && input.email) throw refusal('NO_CONTACT', 'email');
  const questions = category === null ? [] : await questionsOf(ctx, category.id);
  const answers = checkReport(ctx, input, { municipality, category, questions });
  if (category === null) throw refusal('UNKNOWN_CATEGORY', 'categoryId');
  const isKnown = await isKnownKey(ctx, input.idempotencyKey);
  const { isMailed, pass } = isKnown ? { isMailed: true } : await spend();
  // The proof is not part of the report: a repeated request has another one.
  const { proof: _proof, ...claimed } = input;
  const issue = await write(ctx, async (tx) => {
    const claim = await claimKey(tx, input.idempotencyKey, claimed);
    if (claim.isReplay) return tx.em.findOneOrFail(Issue, claim.id);
    await claimExternalId(tx, input.externalId, 'Issue', claim.id);
    const made = await persistReport(tx, claim.id, category, input, { isTaken: take !== undefined, isMailed });
    keepAnswers(tx, made, answers);
    await take?.(tx, made);
    return made;
  });
  if (issue.reporterEmail != null) await notePass(ctx, ticketOf(issue.id), pass);
  return issue;
}

/** Name of the note about the point that a report with an address has used. */
function ticketOf(issueId: string): string {
  return `report:${issueId}`;
}

/**
 * Confirms the address of a report, which gets the news of the report from then on; idempotent. Refused: UNKNOWN_LINK,
 * also after the unconfirmed address was deleted.
 */
export async function confirmIssue(ctx: Context, token: string): Promise<Issue> {
  authorize(canConfirmIssue(ctx.actor));
  const id = issueOfToken(ctx, token);
  if (id === undefined) throw refusal('UNKNOWN_LINK', 'token');
  const confirmed = await write(ctx, async (tx) => {
    const issue = await tx.em.findOne(Issue, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (issue?.reporterEmail == null) throw refusal('UNKNOWN_LINK', 'token');
    await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
    issue.emailConfirmedAt ??= tx.now();
    await verifyAddress(tx, id);
    return seenAs(issue, 'reporter');
  });
  await returnPass(ctx, ticketOf(id));
  return confirmed;
}

/**
 * Validates a report and returns its answers. Throws one refusal that lists all faults. The point is tested against the
 * bounding box before the boundary.
 */
function checkReport({ actor }: Context, input: ReportIssueInput, { municipality, category, questions }: Form) {
  const check = new InputCheck();
  const isOffered = category?.isPublished === true && category.kind === input.kind;
  check.require(isOffered, 'UNKNOWN_CATEGORY', 'no such category of this kind', 'categoryId');
  const photos = input.photoIds ?? [];
  check.require(photos.length <= mostPhotos, 'TOO_MANY_PHOTOS', `at most ${mostPhotos} photos`, 'photoIds');
  check.multiline(input.text, [photos.length > 0 ? 0 : 10, 5000], 'text'); // the text may be empty with a photo
  if (input.address != null) check.text(input.address, [0, 200], 'address');
  const { lat, lon } = input.point;
  const isOnEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  check.require(isOnEarth, 'BAD_COORDINATES', 'latitude -90 to 90, longitude -180 to 180', 'point');
  check.require(!isOnEarth || isInside(municipality, lat, lon), 'OUTSIDE_MUNICIPALITY', 'not in this town', 'point');
  const isAddress = input.email == null || input.email === '' || readEmail(input.email) !== undefined;
  check.require(isAddress, 'BAD_EMAIL', 'not an e-mail address', 'email');
  // Programs of partners may not know the questions, so answers are not required from them.
  const nameOf = (id: string): string => toGlobalId('IssueQuestion', id);
  const answers = readAnswers(check, questions, input.answers ?? [], nameOf, actor.kind !== 'partner');
  check.done();
  return answers;
}
interface Form {
  readonly municipality: Municipality;
  readonly category: IssueCategory | null;
  readonly questions: readonly Asked[];
}

function isInside({ west, south, east, north, boundary }: Municipality, lat: number, lon: number): boolean {
  if (lon < west || lon > east || lat < south || lat > north) return false;
  const coordinates = boundary.coordinates.map((polygon) => polygon.map((ring) => ring.map((at) => [...at])));
  return booleanPointInPolygon([lon, lat], { type: 'MultiPolygon', coordinates });
}

async function spendReport(ctx: Context, { email, proof }: ReportIssueInput): Promise<Admission> {
  const id = actorId(ctx.actor);
  if (id !== null) {
    await ctx.limits.spend(ctx.actor.kind === 'partner' ? partnerRate : personRate, id);
    return { isMailed: true };
  }
  const pass = await admitAtDoor(ctx, { act: 'report', proof });
  const address = readEmail(email ?? '');
  return { isMailed: address === undefined || (await mayMailTo(ctx, address)), pass };
}

async function persistReport(
  tx: Tx,
  id: string,
  category: IssueCategory,
  input: ReportIssueInput,
  { isTaken, isMailed }: { readonly isTaken: boolean; readonly isMailed: boolean },
): Promise<Issue> {
  const { municipalityId } = input;
  const reporter = isTaken ? null : personId(tx.actor);
  const isAnonymous = actorId(tx.actor) === null;
  const email = isAnonymous || isTaken ? readEmail(input.email ?? '') : undefined;
  const { deskId: desk } = await routeIssue(tx, { municipalityId, category, point: input.point });
  const issue = tx.em.create(Issue, {
    id,
    municipality: municipalityId,
    reference: await nextReference(tx, municipalityId),
    kind: input.kind,
    category,
    desk,
    lat: input.point.lat,
    lon: input.point.lon,
    text: input.text.trim(),
    address: input.address?.trim() || null,
    locale: requireLocale(input.locale),
    reporter,
    reporterEmail: email ?? null,
    status: 'SUBMITTED',
    version: 1,
    createdAt: tx.now(),
    updatedAt: tx.now(),
  });
  await tx.em.persist(issue).flush();
  persistMove(tx, issue, tx.actor.kind === 'partner' ? 'PARTNER' : 'REPORTER', {});
  if (input.sharesContact === true) await keepConsent(tx, id);
  if (issue.reporterEmail != null) await keepAddress(tx, issue, issue.reporterEmail);
  await attachPhotos(tx, issue, input.photoIds ?? [], input.photoProofs ?? []);
  await record(tx, issueReported({ issueId: id, municipalityId, ...(!isMailed && { isMailed }) }));
  return issue;
}

/** Makes the address a recipient of the messages about its report. */
async function keepAddress(tx: Tx, { id, municipality, locale }: Issue, email: string): Promise<void> {
  await addAddress(tx, { id, origin: 'REPORT', municipalityId: municipality.id, locale, email });
  const startAfter = new Date(tx.now().getTime() + addressDays * 86_400_000);
  await enqueue(tx, forgetAddress, { issueId: id }, { startAfter });
}
