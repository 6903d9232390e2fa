import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { defineTopic, topicKey } from '../../kernel/live/topic.ts';
import { idsParameterSql } from '../../kernel/rows.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { canSeeReaders } from '../issue.audience.rules.ts';
import { type BoardAudience, boardAudience, isReadableFor } from '../issue.confidential.rules.ts';
import { issueReadersTopic, type Reading } from '../issue.events.ts';
import { readIssues } from '../issue.reading.service.ts';
import { placed } from '../issue.service.ts';

/** A member of staff who has an issue open. */
export interface Reader extends Reading {
  readonly personId: string;
  /** Time at which the reader is removed unless the mark is renewed. */
  readonly until: Date;
}

export interface ReadersUpdate {
  readonly readers: readonly Reader[];
  readonly cursor: string;
}

/** Maximum number of listed readers. */
const mostReaders = 300;

/** Readers of the town's open issues; for staff of the town, not for partners. */
export const issueReaders = defineTopic({
  ...issueReadersTopic,
  kind: 'state',
  conflateMs: 500,
  audience: async (ctx, { municipalityId }): Promise<BoardAudience> => {
    authorize(canSeeReaders(ctx.actor, municipalityId));
    await requireModuleIn(ctx, municipalityId, 'ISSUES');
    return boardAudience(ctx.actor, municipalityId);
  },
  read: async (ctx, { municipalityId }, audience, { cursor }): Promise<ReadersUpdate> => {
    const all = await ctx.presence.list<Reading>(topicKey(issueReadersTopic, { municipalityId }));
    const readable = await readableIds(
      ctx,
      audience,
      all.map(({ what }) => what.issueId),
    );
    const present = all.filter(({ what }) => readable.has(what.issueId));
    const readers = present.map(({ who, what, until }) => ({ ...what, personId: who, until: new Date(until) }));
    return { readers: readers.slice(0, mostReaders), cursor };
  },
});

/** Ids of the issues that the audience may read: readers of a complaint would reveal that the complaint exists. */
async function readableIds(ctx: Context, audience: BoardAudience, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const issues = await readIssues(ctx, `where t.id in (${idsParameterSql})`, [JSON.stringify(ids)]);
  return new Set(issues.filter((issue) => isReadableFor(audience, placed(issue))).map(({ id }) => id));
}
