import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { removePhotos, takePhotos } from '../../media/media.service.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue } from '../issue.entity.ts';
import { issuePhotoAdded, issuePhotoRemoved } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { placed } from '../issue.service.ts';
import { IssuePhoto, type PhotoStage } from './issue.photo.entity.ts';
import { canChangePhotos, mostPhotos } from './issue.photo.rules.ts';
import { judge, putPhoto, shown, type ShownPhoto } from './issue.photo.service.ts';

export interface AddIssuePhotoInput {
  readonly issueId: string;
  /** Id of an unused photo that the actor sent. */
  readonly photoId: string;
  readonly stage: PhotoStage;
  /** True: everybody who sees the issue sees the photo at once, because its author has checked it. */
  readonly isApproved: boolean;
  readonly idempotencyKey: string;
}

/** Adds a photo to an issue. Refused: WRONG_DESK, TOO_MANY_PHOTOS, UNKNOWN_PHOTO, NOT_PUBLISHABLE, NEVER_PUBLIC. */
export function addIssuePhoto(ctx: Context, input: AddIssuePhotoInput): Promise<{ issue: Issue; photo: ShownPhoto }> {
  return write(ctx, async (tx) => {
    const issue = await lockForPhotos(tx, input.issueId);
    const claim = await claimKey(tx, input.idempotencyKey, input);
    const link = claim.isReplay ? await findLink(tx, input) : await persistPhoto(tx, issue, input);
    return { issue: seenAs(issue, 'staff'), photo: await shown(tx, link, 'staff') };
  });
}

/** Deletes a photo of an issue with its files, also a photo of the reporter. Refused: WRONG_DESK. */
export function removeIssuePhoto(
  ctx: Context,
  { issueId, photoId }: Pick<AddIssuePhotoInput, 'issueId' | 'photoId'>,
): Promise<Issue> {
  return write(ctx, async (tx) => {
    const issue = await lockForPhotos(tx, issueId);
    const link = await findLink(tx, { issueId, photoId });
    const photo = await link.photo.loadOrFail();
    await tx.em.nativeDelete(IssuePhoto, { photo: photoId });
    await removePhotos(tx, [photo]);
    await record(tx, issuePhotoRemoved({ issueId, municipalityId: issue.municipality.id, photoId }));
    return seenAs(issue, 'staff');
  });
}

async function persistPhoto(tx: Tx, issue: Issue, input: AddIssuePhotoInput): Promise<IssuePhoto> {
  const { stage, photoId, isApproved } = input;
  const links = await tx.em.find(IssuePhoto, { issue: issue.id });
  if (links.filter((link) => link.stage === stage).length >= mostPhotos) throw refusal('TOO_MANY_PHOTOS', 'photoId');
  const { id: issueId, municipality } = issue;
  const [photo] = await takePhotos(tx, [photoId], { usedBy: 'Issue', municipalityId: municipality.id });
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
  authorize(canChangePhotos(tx.actor, placed(issue)));
  return issue;
}

async function findLink(tx: Tx, { issueId, photoId }: { issueId: string; photoId: string }): Promise<IssuePhoto> {
  const link = await tx.em.findOne(IssuePhoto, { photo: photoId, issue: issueId });
  if (link === null) throw new DomainError('NOT_FOUND');
  return link;
}
