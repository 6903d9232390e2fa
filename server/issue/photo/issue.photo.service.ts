import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import type { Photo } from '../../media/media.entity.ts';
import { forgetOriginal } from '../../media/media.cover.service.ts';
import { type PhotoFile, photoFiles } from '../../media/media.links.service.ts';
import { photoById, fileRule, removePhotos, takePhotos } from '../../media/media.service.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { audienceOf } from '../issue.audience.rules.ts';
import { wordsFor } from '../issue.visibility.rules.ts';
import { Issue, type IssueAudience, type IssueRow } from '../issue.entity.ts';
import { issueMoved, issuePhotoJudged } from '../issue.events.ts';
import { IssuePhoto, type IssuePhotoRow, type PhotoStage } from './issue.photo.entity.ts';
import { canJudgePhoto, canSeePhoto } from './issue.photo.rules.ts';
import { decide, findIssue, placed, requireRead } from '../issue.service.ts';

/** A photo with addresses for one audience. */
export interface ShownPhoto {
  readonly id: string;
  readonly alt: string | null;
  readonly isApproved: boolean;
  readonly stage: PhotoStage;
  readonly addedAt: Date;
  /** Time of the newest decision; null while the photo waits for one, and for every audience but staff. */
  readonly judgedAt: Date | null;
  readonly isBlurred: boolean;
  /** Whether staff can restore the photo as it was sent; false for every other audience. */
  readonly isRestorable: boolean;
  readonly small: PhotoFile;
  readonly large: PhotoFile;
}

const photosOf = rowsByOwner(
  rowsOf(IssuePhoto),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.position`,
);

/** Attaches the reporter's photos in the given order; `proofs`: of those that were sent without an account. */
export async function attachPhotos(
  tx: Tx,
  issue: Issue,
  photoIds: readonly string[],
  proofs: readonly string[],
): Promise<void> {
  if (photoIds.length === 0) return;
  const photos = await takePhotos(tx, photoIds, { usedBy: 'Issue', municipalityId: issue.municipality.id, proofs });
  for (const [position, photo] of photos.entries()) putPhoto(tx, photo, { issue, stage: 'BEFORE', position });
}

export function putPhoto(tx: Tx, photo: Photo, place: Pick<IssuePhoto, 'stage' | 'position'> & { issue: Issue }) {
  const link = tx.em.create(IssuePhoto, { photo, ...place, isApproved: false, addedAt: tx.now() });
  tx.em.persist(link);
  return link;
}

/** Photos of an issue that its audience may see. */
export async function listPhotos(ctx: Context, issue: IssueRow): Promise<ShownPhoto[]> {
  const links = await photosOf(ctx, issue.id);
  const seen = links.filter(({ isApproved }) => canSeePhoto(issue.seenBy, { isApproved, isPublic: issue.isPublic }));
  const isByClaim = issue.seenBy === 'reporter' && issue.reporter == null;
  return Promise.all(seen.map((link) => shown(ctx, link, issue.seenBy ?? 'public', isByClaim)));
}

/** State that a decision about a photo was made on; null and undefined are not compared. */
export interface JudgedState {
  /** Version of the issue. */
  readonly version?: number | null | undefined;
  /** True: the photo was waiting. */
  readonly onlyIfWaiting?: boolean | null | undefined;
  /** Time of the decision that is taken back: the photo is hidden and waits again. */
  readonly takesBack?: Date | null | undefined;
}

/**
 * Approves or hides a photo, or takes a decision back. Refused: NEVER_PUBLIC, NOT_PUBLISHABLE, CONFLICT; PHOTO_JUDGED
 * with the photo if another decision was made meanwhile.
 */
export async function judgePhoto(
  ctx: Context,
  photoId: string,
  isApproved: boolean,
  { version, onlyIfWaiting, takesBack }: JudgedState = {},
): Promise<ShownPhoto> {
  const known = await ctx.em.findOne(IssuePhoto, { photo: photoId });
  if (known === null) throw new DomainError('NOT_FOUND');
  const issueId = known.issue.id;
  return decide(ctx, { issueId }, async (tx) => {
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
    const issue = await tx.em.findOneOrFail(Issue, issueId, options);
    const link = await tx.em.findOne(IssuePhoto, { photo: photoId }, options);
    if (link === null) throw new DomainError('NOT_FOUND');
    await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
    authorize(canJudgePhoto(tx.actor, placed(issue), isApproved));
    await requireRead(tx, issue, { version });
    if (onlyIfWaiting === true) await requireDecision(tx, link, null);
    if (takesBack == null) await judge(tx, issue, link, isApproved);
    else {
      await requireDecision(tx, link, takesBack);
      await settle(tx, issue, link, { isApproved: false, judgedAt: null });
    }
    return shown(tx, link, 'staff');
  });
}

/** Fails with PHOTO_JUDGED if the newest decision is another one than that of this time; null: no decision. */
async function requireDecision(tx: Tx, link: IssuePhoto, at: Date | null): Promise<void> {
  if ((link.judgedAt?.getTime() ?? null) === (at?.getTime() ?? null)) return;
  const message = 'somebody decided on the photo meanwhile';
  throw new Refusal({ code: 'PHOTO_JUDGED', message, path: [] }, { photo: await shown(tx, link, 'staff') });
}

/** Approves or hides a photo inside the given transaction, which holds the lock of the row. */
export async function judge(tx: Tx, issue: Issue, link: IssuePhoto, isApproved: boolean): Promise<void> {
  authorize(canJudgePhoto(tx.actor, placed(issue), isApproved));
  if (link.isApproved === isApproved && link.judgedAt != null) return;
  await settle(tx, issue, link, { isApproved, judgedAt: tx.now() });
}

async function settle(
  tx: Tx,
  issue: Issue,
  link: IssuePhoto,
  { isApproved, judgedAt }: { readonly isApproved: boolean; readonly judgedAt: Date | null },
): Promise<void> {
  link.isApproved = isApproved;
  link.judgedAt = judgedAt;
  await tx.em.flush();
  if (isApproved) await forgetOriginal(tx, link.photo.id);
  const facts = { issueId: issue.id, municipalityId: issue.municipality.id, photoId: link.photo.id, isApproved };
  await record(tx, issuePhotoJudged(facts));
}

/** Withdrawing an issue deletes its photos. */
export const removePhotosOfWithdrawn = on(issueMoved, async (tx, { facts }) => {
  if (facts.to !== 'WITHDRAWN') return;
  const links = await tx.em.find(IssuePhoto, { issue: facts.issueId }, { populate: ['photo'] });
  if (links.length === 0) return;
  const photos = links.map(({ photo }) => photo.getEntity());
  await tx.em.nativeDelete(IssuePhoto, { issue: facts.issueId });
  await removePhotos(tx, photos);
});

/** Everybody who sees a public issue sees its approved photos. */
export const issueFileRule = fileRule('Issue', maySeePhoto, findPhoto);

async function maySeePhoto(ctx: Context, photoId: string, isProven: boolean): Promise<boolean> {
  const link = await ctx.em.findOne(IssuePhoto, { photo: photoId }, { populate: ['issue'] });
  if (link === null) return false;
  const issue = link.issue.getEntity();
  const { modules } = await issue.municipality.loadOrFail();
  if (isProven) return modules.includes('ISSUES');
  const standing = { isApproved: link.isApproved, isPublic: issue.isPublic };
  return modules.includes('ISSUES') && canSeePhoto(audienceOf(ctx.actor, placed(issue), false), standing);
}

/** The photo for the actor's audience; null: unknown, or not approved and hidden. */
async function findPhoto(ctx: Context, photoId: string): Promise<ShownPhoto | null> {
  const link = await ctx.em.findOne(IssuePhoto, { photo: photoId });
  if (link === null) return null;
  const { seenBy = null, isPublic } = await findIssue(ctx, link.issue.id);
  const isVisible = canSeePhoto(seenBy, { isApproved: link.isApproved, isPublic });
  return seenBy !== null && isVisible ? shown(ctx, link, seenBy) : null;
}

export async function shown(
  ctx: Context,
  { photo: { id }, isApproved, stage, addedAt, judgedAt = null }: IssuePhotoRow,
  audience: IssueAudience,
  isByClaim = false,
): Promise<ShownPhoto> {
  const photo = await photoById(ctx, id);
  if (photo === null) throw new DomainError('NOT_FOUND');
  const { alt = null, rendition, hasOriginal } = photo;
  const marks = { isBlurred: rendition != null, isRestorable: audience === 'staff' && hasOriginal };
  return {
    id,
    alt: alt && wordsFor(audience, alt),
    isApproved,
    stage,
    addedAt,
    judgedAt: audience === 'staff' ? judgedAt : null,
    ...marks,
    ...photoFiles(ctx, photo, isByClaim),
  };
}
