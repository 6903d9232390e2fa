import { authorize } from '../kernel/errors.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import { Notice } from './moderation.entity.ts';
import { noticeDecided, type NoticesFacts, noticeSent } from './moderation.events.ts';
import { canModerate } from './moderation.rules.ts';

export interface NoticesUpdate {
  readonly entries: readonly Notice[];
  /** Uuids of notices that were decided. */
  readonly removedIds: readonly string[];
  readonly reset: boolean;
  readonly cursor: string;
}

/** Number of notices with which a subscriber without a cursor starts. */
const firstPage = 20;

/** Open notices of a town, for its moderators. */
export const openNotices = defineTopic({
  name: 'notices',
  kind: 'list',
  conflateMs: 100,
  id: (args: { readonly municipalityId: string }) => args.municipalityId,
  audience: ({ actor }, { municipalityId }) => {
    authorize(canModerate(actor, municipalityId));
    return Promise.resolve('moderators' as const);
  },
  read: async ({ em }, { municipalityId }, _audience, span): Promise<NoticesUpdate> => {
    const log = await readLog<NoticesFacts>(em, span);
    const ids = log && [...new Set(log.flatMap(({ facts }) => facts.noticeIds))];
    const wanted = { municipality: municipalityId, decision: null, ...(ids && { id: { $in: ids } }) };
    const options = { orderBy: { id: 'asc' as const }, refresh: true, ...(ids === undefined && { limit: firstPage }) };
    const entries = await em.find(Notice, wanted, options);
    const open = new Set(entries.map(({ id }) => id));
    const removedIds = (ids ?? []).filter((id) => !open.has(id));
    return { entries, removedIds, reset: ids === undefined, cursor: span.cursor };
  },
});

export const openNoticesListeners = [on(noticeSent, tell), on(noticeDecided, tell)];

function tell(tx: Tx, event: DomainEvent<NoticesFacts>): void {
  announce(tx, openNotices, event.facts, event);
}
