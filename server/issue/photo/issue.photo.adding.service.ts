import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { removePhotos, takePhotos } from '../../media/media.service.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue } from '../issue.entity.ts';
import { issuePhotoAdded, issuePhotoRemoved } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { decide, placed, requireRead, standsInFor } from '../issue.service.ts';
import { IssuePhoto, type PhotoStage } from './issue.photo.entity.ts';
import { canChangePhotos, mostPhotos } from './issue.photo.rules.ts';
import { judge, putPhoto, shown, type ShownPhoto } from './issue.photo.service.ts';

export interface AddIssuePhotoInput {
  readonly issueId: string;
  /** Id of an unused photo that the actor sent. */
  readonly photoId: string;
  /** Proof that the upload returned, if the photo was sent without an account. */
  readonly photoProof?: string | null;
  readonly stage: PhotoStage;
  /** True: everybody who sees the issue sees the photo at once, because its author has checked it. */
  readonly isApproved: boolean;
  /** Version of the issue that the decision was made on; null: not compared. */
  readonly version?: number | null;
  readonly idempotencyKey: string;
}

/** Adds a photo to an issue. Refused: WRONG_DESK, TOO_MANY_PHOTOS, UNKNOWN_PHOTO, NOT_PUBLISHABLE, CONFLICT … */
export function addIssuePhoto(ctx: Context, input: AddIssuePhotoInput): Promise<{ issue: Issue; photo: ShownPhoto }> {
  return decide(ctx, input, async (tx) => {
    const issue = await lockForPhotos(tx, input.issueId);
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (!claim.isReplay) await requireRead(tx, issue, { version: input.version });
    const link = claim.isReplay ? await findLink(tx, input) : await persistPhoto(tx, issue, input);
    return { issue: seenAs(issue, 'staff'), photo: await shown(tx, link, 'staff') };
  });
}

/** Deletes a photo of an issue with its files, also a photo of the reporter. Refused: WRONG_DESK, CONFLICT. */
export function removeIssuePhoto(
  ctx: Context,
  { issueId, photoId, version }: Pick<AddIssuePhotoInput, 'issueId' | 'photoId' | 'version'>,
): Promise<Issue> {
  return decide(ctx, { issueId }, async (tx) => {
    const issue = await lockForPhotos(tx, issueId);
    await requireRead(tx, issue, { version });
    const link = await findLink(tx, { issueId, photoId });
    const photo = await link.photo.loadOrFail();
    await tx.em.nativeDelete(IssuePhoto, { photo: photoId });
    await removePhotos(tx, [photo]);
    await record(tx, issuePhotoRemoved({ issueId, municipalityId: issue.municipality.id, photoId }));
    return seenAs(issue, 'staff');
  });
}

async function persistPhoto(tx: Tx, issue: Issue, input: AddIssuePhotoInput): Promise<IssuePhoto> {
  const { stage, photoId, photoProof, isApproved } = input;
  const links = await tx.em.find(IssuePhoto, { issue: issue.id });
  if (links.filter((link) => link.stage === stage).length >= mostPhotos) throw refusal('TOO_MANY_PHOTOS', 'photoId');
  const { id: issueId, municipality } = issue;
  const proofs = photoProof == null ? [] : [photoProof];
  const use = { usedBy: 'Issue', municipalityId: municipality.id, proofs, pathOf: () => ['photoId'] };
  const [photo] = await takePhotos(tx, [photoId], use);
  if (photo === undefined) throw refusal('UNKNOWN_PHOTO', 'photoId');
  const position = 1 + Math.max(-1, ...links.map((link) => link.position));
  const link = putPhoto(tx, photo, { issue, stage, position });
  await tx.em.flush();
  await record(tx, issuePhotoAdded({ issueId, municipalityId: municipality.id, photoId }));
  if (isApproved) await judge(tx, issue, link, true);
  return link;
}

/** Locks the issue, so that two clerks cannot add the fifth photo at the same time. */
async function lockForPhotos(tx: Tx, issueId: string): Promise<Issue> {
  const issue = await tx.em.findOne(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (issue === null) throw new DomainError('NOT_FOUND');
  await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
  authorize(canChangePhotos(tx.actor, placed(issue), await standsInFor(tx, issue)));
  return issue;
}

async function findLink(tx: Tx, { issueId, photoId }: { issueId: string; photoId: string }): Promise<IssuePhoto> {
  const link = await tx.em.findOne(IssuePhoto, { photo: photoId, issue: issueId });
  if (link === null) throw new DomainError('NOT_FOUND');
  return link;
}
