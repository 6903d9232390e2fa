import { groupChanged } from '../group/group.events.ts';
import { groupsOfTown } from '../group/group.service.ts';
import type { Tx } from '../kernel/context.ts';
import { announce, on } from '../kernel/events.ts';
import type { FeedEvent, FeedPort } from '../kernel/feed.ts';
import { moduleSwitchedOff, moduleSwitchedOn } from '../municipality/municipality.events.ts';
import { FeedEntry } from './feed.entity.ts';
import { groupFeedTopic } from './feed.events.ts';
import { type Subject, subjectOf } from './feed.rules.ts';

/** Adds, updates and removes feed entries in the transaction that publishes, changes or withdraws their subject. */
export const feedPort: FeedPort = { add, change, remove };

export const feedListeners = [
  /** Subscribers of the feed are authorised again, because a new join policy may change who can read it. */
  on(groupChanged, (tx, event) => {
    announce(tx, groupFeedTopic, event.facts, event);
  }),
  /** All feeds of the town are reset, also for clients that read a page before and subscribe afterwards. */
  on(moduleSwitchedOn, beginAnew),
  on(moduleSwitchedOff, beginAnew),
];

/** Adds the subject to the feeds of the groups with the same time; an existing entry keeps its time. */
async function add(tx: Tx, event: FeedEvent, groupIds: readonly string[]): Promise<void> {
  const subject = subjectIn(tx, event);
  if (subject === undefined) return;
  const { municipalityId } = event.facts;
  await tx.em.execute(addSql, [JSON.stringify({ ...subject, municipalityId, groupIds, at: tx.now() })]);
  announceTo(tx, event, groupIds);
}

async function change(tx: Tx, event: FeedEvent): Promise<void> {
  announceTo(tx, event, await groupsOf(tx, event));
}

async function remove(tx: Tx, event: FeedEvent): Promise<void> {
  const groupIds = await groupsOf(tx, event);
  await tx.em.nativeDelete(FeedEntry, { subjectId: subjectIn(tx, event)?.id ?? '' });
  announceTo(tx, event, groupIds);
}

async function beginAnew(tx: Tx, event: FeedEvent): Promise<void> {
  announceTo(tx, event, await groupsOfTown(tx, event.facts.municipalityId));
}

function subjectIn({ registry }: Tx, { facts }: FeedEvent): Subject | undefined {
  return subjectOf({ ...facts }, registry.feeds);
}

/** Ids of the groups whose feeds have the subject. */
async function groupsOf(tx: Tx, event: FeedEvent): Promise<string[]> {
  const rows: { groupId: string }[] = await tx.em.execute(
    'select group_id as "groupId" from feed_entry where subject_id = ?',
    [subjectIn(tx, event)?.id],
  );
  return rows.map(({ groupId }) => groupId);
}

function announceTo(tx: Tx, event: FeedEvent, groupIds: readonly string[]): void {
  for (const groupId of groupIds) announce(tx, groupFeedTopic, { groupId }, event);
}

const addSql = `
insert into feed_entry (group_id, subject_id, municipality_id, kind, at)
select g::uuid, e.id, e."municipalityId", e.kind, e.at
from json_to_record(?::json) as e(id uuid, kind text, "municipalityId" uuid, at timestamptz, "groupIds" json),
  json_array_elements_text(e."groupIds") g
on conflict do nothing`;
