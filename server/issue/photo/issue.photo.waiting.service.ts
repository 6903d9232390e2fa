import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { idsIn, idsParameterSql, rowsOf } from '../../kernel/rows.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { boardAudience, onBoard } from '../issue.confidential.rules.ts';
import type { IssueRow } from '../issue.entity.ts';
import { readIssues, seenAs } from '../issue.reading.service.ts';
import { IssuePhoto, type IssuePhotoRow } from './issue.photo.entity.ts';
import { canListWaitingPhotos } from './issue.photo.rules.ts';
import { shown, type ShownPhoto } from './issue.photo.service.ts';

/** A photo that waits for a decision, with its issue as staff see it. */
export interface WaitingPhoto {
  readonly photo: ShownPhoto;
  readonly issue: IssueRow;
}

const readLinks = rowsOf(IssuePhoto);

/** Page of the photos of a town that wait for a decision, the longest waiting first. */
export async function listWaitingPhotos(
  ctx: Context,
  municipalityId: string,
  page: PageArgs,
): Promise<Connection<WaitingPhoto>> {
  authorize(canListWaitingPhotos(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const isWaiting = waitingSql(onBoard(boardAudience(ctx.actor, municipalityId), 'i'));
  return readPage(ctx, page, {
    scope: `waitingPhotos:${municipalityId}`,
    positionOf: ({ photo }: WaitingPhoto): readonly [addedAt: string, id: string] => [
      photo.addedAt.toISOString(),
      photo.id,
    ],
    load: async (limit, position) => {
      const after = position === undefined ? '' : 'and (t.added_at, t.photo_id) > (?, ?)';
      const tail = `${isWaiting} ${after} order by t.added_at, t.photo_id limit ?`;
      return withIssues(ctx, await readLinks(ctx, tail, [municipalityId, ...(position ?? []), limit]));
    },
    count: async () => {
      const counted = `select count(*)::int as count from issue_photo t ${isWaiting}`;
      const [row]: { count: number }[] = await ctx.em.execute(counted, [municipalityId]);
      return row?.count ?? 0;
    },
  });
}

/**
 * Condition on photo links `t` of a town, which is the parameter: nobody has decided yet, and the decision can make the
 * photo public (see isPublishable()).
 */
function waitingSql(isReadable: string): string {
  return `join issue i on i.id = t.issue_id where t.judged_at is null and not t.is_approved and i.municipality_id = ?
    and i.flag is null and i.kind <> 'COMPLAINT' and i.status <> 'WITHDRAWN' and ${isReadable}`;
}

/** Reads the issues and the files of all links, with one statement each. */
async function withIssues(ctx: Context, links: readonly IssuePhotoRow[]): Promise<WaitingPhoto[]> {
  if (links.length === 0) return [];
  const ids = idsIn(links.map(({ issue }) => issue.id));
  const issues = await readIssues(ctx, `where t.id in (${idsParameterSql})`, [ids]);
  const byId = new Map(issues.map((issue) => [issue.id, seenAs(issue, 'staff')]));
  const waiting = links.map(async (link) => {
    const issue = byId.get(link.issue.id);
    return issue === undefined ? [] : { photo: await shown(ctx, link, 'staff'), issue };
  });
  return (await Promise.all(waiting)).flat();
}
