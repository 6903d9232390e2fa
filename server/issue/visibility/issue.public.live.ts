import { authorize } from '../../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../../kernel/events.ts';
import { defineTopic } from '../../kernel/live/topic.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { Issue } from '../issue.entity.ts';
import {
  type IssueFacts,
  issueMoved,
  issuePhotoBlurred,
  issuePhotoJudged,
  issuePhotoRemoved,
  issueRerouted,
  issueTitled,
  issueVisibilityChanged,
} from '../issue.events.ts';
import { type BoardUpdate, changedIds, newestPage } from '../issue.live.ts';
import { seenAs } from '../issue.reading.service.ts';
import { canSeePublicIssues } from '../issue.visibility.rules.ts';

/** Public issues of a town, for its map; changes within 500 ms are sent together. */
export const publicIssues = defineTopic({
  name: 'publicIssues',
  kind: 'list',
  conflateMs: 500,
  id: (args: { municipalityId: string }) => args.municipalityId,
  audience: async (ctx, { municipalityId }) => {
    authorize(canSeePublicIssues(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ISSUES');
    return 'public' as const;
  },
  read: async (ctx, { municipalityId }, audience, span): Promise<BoardUpdate> => {
    const ids = await changedIds(ctx, span);
    const wanted = { municipality: municipalityId, isPublic: true, ...(ids && { id: { $in: ids } }) };
    const options = ids === undefined ? { limit: newestPage, orderBy: { id: 'desc' as const } } : {};
    const issues = await ctx.em.find(Issue, wanted, options);
    const known = new Map(issues.map((issue) => [issue.id, seenAs(issue, audience)]));
    const entries = (ids ?? [...known.keys()]).flatMap((id) => known.get(id) ?? []);
    const removedIds = (ids ?? []).filter((id) => !known.has(id));
    return { entries, removedIds, reset: ids === undefined, cursor: span.cursor };
  },
});

/** Announces a change of a public issue; a hidden issue must not even reveal that it was moved. */
const tellIfShown = async (tx: Tx, event: DomainEvent<IssueFacts>): Promise<void> => {
  const { isPublic } = await tx.em.findOneOrFail(Issue, event.facts.issueId);
  if (isPublic) announce(tx, publicIssues, event.facts, event);
};

export const publicIssuesListeners = [
  on(issueVisibilityChanged, (tx, event) => {
    announce(tx, publicIssues, event.facts, event);
  }),
  on(issueMoved, tellIfShown),
  on(issueRerouted, tellIfShown),
  on(issueTitled, tellIfShown),
  on(issuePhotoJudged, tellIfShown),
  on(issuePhotoBlurred, tellIfShown),
  on(issueCommented, async (tx, event) => {
    if (event.facts.reach === 'PUBLIC') await tellIfShown(tx, event);
  }),
  on(issuePhotoRemoved, tellIfShown),
];
