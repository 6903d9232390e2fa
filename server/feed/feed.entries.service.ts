import { groupChanged } from '../group/group.events.ts';
import { findTownGroup } from '../group/group.service.ts';
import { issueMoved, issueVisibilityChanged } from '../issue/issue.events.ts';
import { announce, type DomainEvent, on, type Tx } from '../kernel/events.ts';
import { moduleSwitchedOff, moduleSwitchedOn } from '../municipality/municipality.events.ts';
import { pollOpened } from '../poll/poll.events.ts';
import { postPublished, postRevised, postTranslated, postWithdrawn } from '../post/post.events.ts';
import { FeedEntry } from './feed.entity.ts';
import { groupFeedTopic, subjectOf, type SubjectFacts } from './feed.events.ts';

/** Every change of a feed happens in the transaction that publishes, changes or withdraws its subject. */
on(postPublished, (tx, event) => add(tx, event, event.facts.groupIds));
on(postRevised, change);
on(postTranslated, change);
on(postWithdrawn, remove);

on(pollOpened, (tx, event) => {
  const { groupId, postId } = event.facts;
  return postId === null ? add(tx, event, [groupId]) : change(tx, event);
});

on(issueMoved, change);
on(issueVisibilityChanged, async (tx, event) => {
  if (!event.facts.isPublic) return remove(tx, event);
  const town = await findTownGroup(tx, event.facts.municipalityId);
  return add(tx, event, town === null ? [] : [town.id]);
});

/** Who may read it may have changed: its streams look again. */
on(groupChanged, (tx, event) => {
  announce(tx, groupFeedTopic, event.facts, event);
});

/** All feeds of the town begin anew, also those that are being read just now and are only listened to afterwards. */
on(moduleSwitchedOn, beginAnew);
on(moduleSwitchedOff, beginAnew);

type Told = DomainEvent<SubjectFacts & { readonly municipalityId: string }>;

/** One moment for all groups; what stands there already stays where it is. */
async function add(tx: Tx, event: Told, groupIds: readonly string[]): Promise<void> {
  const subject = subjectOf(event.facts);
  if (subject === undefined) return;
  const { municipalityId } = event.facts;
  await tx.em.execute(addSql, [JSON.stringify({ ...subject, municipalityId, groupIds, at: tx.now() })]);
  tell(tx, event, groupIds);
}

async function change(tx: Tx, event: Told): Promise<void> {
  tell(tx, event, await groupsOf(tx, event));
}

async function remove(tx: Tx, event: Told): Promise<void> {
  const groupIds = await groupsOf(tx, event);
  await tx.em.nativeDelete(FeedEntry, { subjectId: subjectOf(event.facts)?.id ?? '' });
  tell(tx, event, groupIds);
}

async function beginAnew(tx: Tx, event: Told): Promise<void> {
  const { municipalityId } = event.facts;
  const groups: { id: string }[] = await tx.em.execute('select id from "group" where municipality_id = ?', [
    municipalityId,
  ]);
  tell(
    tx,
    event,
    groups.map(({ id }) => id),
  );
}

/** Where it stands: of what stands nowhere nobody hears. */
async function groupsOf(tx: Tx, { facts }: Told): Promise<string[]> {
  const rows: { groupId: string }[] = await tx.em.execute(
    'select group_id as "groupId" from feed_entry where subject_id = ?',
    [subjectOf(facts)?.id],
  );
  return rows.map(({ groupId }) => groupId);
}

function tell(tx: Tx, event: Told, groupIds: readonly string[]): void {
  for (const groupId of groupIds) announce(tx, groupFeedTopic, { groupId }, event);
}

const addSql = `
insert into feed_entry (group_id, subject_id, municipality_id, kind, at)
select g::uuid, e.id, e."municipalityId", e.kind, e.at
from json_to_record(?::json) as e(id uuid, kind text, "municipalityId" uuid, at timestamptz, "groupIds" json),
  json_array_elements_text(e."groupIds") g
on conflict do nothing`;
