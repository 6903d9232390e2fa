import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import type { Box } from '../../media/media.cover.rules.ts';
import { coverPhoto, showCovered } from '../../media/media.cover.service.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue } from '../issue.entity.ts';
import { issuePhotoBlurred } from '../issue.events.ts';
import { IssuePhoto } from './issue.photo.entity.ts';
import { canJudgePhoto } from './issue.photo.rules.ts';
import { shown, type ShownPhoto } from './issue.photo.service.ts';
import { seenAs } from '../issue.reading.service.ts';
import { placed } from '../issue.service.ts';

export interface BlurIssuePhotoInput {
  readonly issueId: string;
  readonly photoId: string;
  /** Boxes to cover; an empty list restores the photo as it was sent, while that is kept. */
  readonly boxes: readonly Box[];
}

/**
 * Covers parts of a photo for everybody, its reporter included. Refused: BAD_BOX, TOO_MANY_BOXES, ORIGINAL_GONE,
 * CONFLICT.
 */
export async function blurIssuePhoto(
  ctx: Context,
  { issueId, photoId, boxes }: BlurIssuePhotoInput,
): Promise<{ issue: Issue; photo: ShownPhoto }> {
  await findJudged(ctx, { issueId, photoId });
  const covered = await coverPhoto(ctx, photoId, boxes);
  return write(ctx, async (tx) => {
    const { issue, link } = await findJudged(tx, { issueId, photoId }, LockMode.PESSIMISTIC_WRITE);
    const { rendition } = await showCovered(tx, covered, link.isApproved);
    const facts = { issueId, municipalityId: issue.municipality.id, photoId, isBlurred: rendition != null };
    await record(tx, issuePhotoBlurred(facts));
    return { issue: seenAs(issue, 'staff'), photo: await shown(tx, link, 'staff') };
  });
}

/** The photo of this issue, for staff who may hide it. NOT_FOUND if it does not belong to the issue. */
async function findJudged(
  ctx: Context | Tx,
  { issueId, photoId }: Omit<BlurIssuePhotoInput, 'boxes'>,
  lockMode?: LockMode.PESSIMISTIC_WRITE,
): Promise<{ issue: Issue; link: IssuePhoto }> {
  const options = { refresh: true, ...(lockMode && { lockMode }) };
  const link = await ctx.em.findOne(IssuePhoto, { photo: photoId, issue: issueId }, options);
  const issue = link && (await ctx.em.findOne(Issue, issueId, { refresh: true }));
  if (issue === null || link === null) throw new DomainError('NOT_FOUND');
  await requireModuleIn(ctx, issue.municipality.id, 'ISSUES');
  authorize(canJudgePhoto(ctx.actor, placed(issue), false));
  return { issue, link };
}
