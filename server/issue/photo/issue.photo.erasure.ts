import type { ErasureStep } from '../../kernel/context.ts';
import { announce } from '../../kernel/events.ts';
import { Photo } from '../../media/media.entity.ts';
import { removePhotos } from '../../media/media.service.ts';
import { issueState } from '../issue.live.ts';
import { IssuePhoto } from './issue.photo.entity.ts';

/**
 * Removes the photos of the person's complaints and, if the person wishes so, all photos of own reports that staff did not
 * add. Subscribers of the reports read them again.
 */
export const eraseIssues: ErasureStep = async (tx, { personId, withTexts }, isOwn) => {
  const issues: { id: string; isPrivate: boolean }[] = await tx.em.execute(
    `select t.id, t.kind = 'COMPLAINT' as "isPrivate" from issue t where ${isOwn('Issue')}`,
  );
  const complaints = issues.filter(({ isPrivate }) => isPrivate).map(({ id }) => id);
  const own = withTexts ? issues.map(({ id }) => id) : [];
  const byReporter = {
    issue: { $in: own },
    $or: [{ stage: 'BEFORE' as const }, ...(personId === null ? [] : [{ photo: { uploader: personId } }])],
  };
  const links = await tx.em.find(IssuePhoto, { $or: [{ issue: { $in: complaints } }, byReporter] });
  const ids = links.map(({ photo }) => photo.id);
  await tx.em.nativeDelete(IssuePhoto, { photo: { $in: ids } });
  await removePhotos(tx, await tx.em.find(Photo, { id: { $in: ids } }));
  for (const { id } of issues) announce(tx, issueState, { issueId: id, claimCode: null });
};
