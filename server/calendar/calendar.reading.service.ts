import { groupById, standingIn } from '../group/group.service.ts';
import { canSeeGroup } from '../group/group.rules.ts';
import type { GroupRow } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { batchedRead, idsIn, idsParameterSql, rowById, rowsByIds, rowsByOwner, rowsOf } from '../kernel/rows.ts';
import { requireModule, townOf } from '../municipality/municipality.service.ts';
import type { Addressee, Audience } from '../post/post.rules.ts';
import { Event, type EventProposal, type EventRow, Occurrence, type OccurrenceRow } from './calendar.entity.ts';
import { Slot, type SlotRow } from './calendar.slot.entity.ts';
import { canReadEvent } from './calendar.rules.ts';

const readEvents = rowsOf(Event, ['body', 'html', 'proposal']);
/** Event without text by id; one statement serves all events of a request. The caller checks access. */
export const eventById = rowById(readEvents);

export const readOccurrences = rowsOf(Occurrence);
/** Date by id; one statement serves all dates of a request. The caller checks access. */
export const occurrenceById = rowById(readOccurrences);

/** Slots that meet the end of a statement, such as its `where`. The caller checks access. */
export const readSlotRows = rowsOf(Slot);

/** Slot by id; one statement serves all slots of a request. The caller checks access. */
export const slotById = rowById(readSlotRows);

/** Slots of a date by the id of the date, in their order. The caller checks access. */
export const slotsOf = rowsByOwner(
  readSlotRows,
  ({ occurrence }) => occurrence,
  `where t.occurrence_id in (${idsParameterSql}) order by t.kind, t.position`,
);

type Text = Pick<Event, 'body' | 'html'>;
const textById = rowById(rowsOf(Event));

/** Body and HTML of an event, loaded only if the client selects them. Errors: NOT_FOUND. */
export async function textOf(ctx: Context, event: EventRow | Event): Promise<Text> {
  const text: Text | null = 'html' in event ? event : await textById(ctx, event.id);
  if (text === null) throw new DomainError('NOT_FOUND');
  return text;
}

/** Event by id. Errors: NOT_FOUND, also if the actor may not read the event or the module is switched off. */
export async function findEvent(ctx: Context, id: string): Promise<EventRow> {
  const event = await eventById(ctx, id);
  if (event === null) throw new DomainError('NOT_FOUND');
  authorize(canReadEvent(ctx.actor, event, await audienceOf(ctx, event)));
  requireModule(await townOf(ctx, event), 'CALENDAR');
  return event;
}

/** Date by id. Errors: NOT_FOUND, also if the actor may not read its event. */
export async function findOccurrence(ctx: Context, id: string): Promise<OccurrenceRow> {
  const occurrence = await occurrenceById(ctx, id);
  if (occurrence === null) throw new DomainError('NOT_FOUND');
  await findEvent(ctx, occurrence.event.id);
  return occurrence;
}

/** Slot by id. Errors: NOT_FOUND, also if the actor may not read its event. */
export async function findSlot(ctx: Context, id: string): Promise<SlotRow> {
  const slot = await slotById(ctx, id);
  if (slot === null) throw new DomainError('NOT_FOUND');
  await findOccurrence(ctx, slot.occurrence.id);
  return slot;
}

/** Event of a date that the caller may read. Errors: NOT_FOUND. */
export async function eventOf(ctx: Context, { event }: Pick<OccurrenceRow, 'event'>): Promise<EventRow> {
  const row = await eventById(ctx, event.id);
  if (row === null) throw new DomainError('NOT_FOUND');
  return row;
}

/** Events with these ids that the actor may read. The caller checks that the actor may read the feeds. */
export async function loadShown(ctx: Context, ids: readonly string[]): Promise<EventRow[]> {
  const events = await rowsByIds(eventById, ctx, ids);
  return events.filter(({ state }) => state === 'PUBLISHED' || state === 'CANCELLED');
}

/** Groups of an event with the actor's membership in each; reads are batched over a page of events. */
export async function audienceOf(ctx: Context, { id }: Pick<Event, 'id'>): Promise<Audience> {
  const groups = await rowsByIds(groupById, ctx, await groupIdsOf(ctx, id));
  return addressees(ctx, groups);
}

/** Groups of an event that are visible to the actor, the group of the whole town first, then by name. */
export async function listGroupsOf(ctx: Context, event: Pick<Event, 'id'>): Promise<GroupRow[]> {
  const groups = await rowsByIds(groupById, ctx, await groupIdsOf(ctx, event.id));
  const inOrder = groups.toSorted((a, b) => Number(b.isTown) - Number(a.isTown) || a.name.localeCompare(b.name, 'de'));
  if (!inOrder.some(({ joinPolicy }) => joinPolicy === 'CLOSED')) return inOrder; // equal for all viewers
  const audience = await addressees(ctx, inOrder);
  return audience
    .filter(({ group, standing }) => canSeeGroup(ctx.actor, group, standing).allow)
    .map(({ group }) => group);
}

function addressees(ctx: Context, groups: readonly GroupRow[]): Promise<Addressee[]> {
  return Promise.all(groups.map(async (group) => ({ group, standing: await standingIn(ctx, group.id) })));
}

const groupIdsOf = batchedRead(async ({ em }, eventIds: readonly string[]): Promise<string[][]> => {
  const rows: { eventId: string; groupId: string }[] = await em.execute(
    `select event_id as "eventId", group_id as "groupId" from event_group where event_id in (${idsParameterSql})`,
    [idsIn(eventIds)],
  );
  const byEvent = Map.groupBy(rows, ({ eventId }) => eventId);
  return eventIds.map((id) => (byEvent.get(id) ?? []).map(({ groupId }) => groupId));
});

interface AskedNext {
  readonly id: string;
  /** Dates that ended before this moment are left out. */
  readonly at: Date;
}

/** Next date of an event that has not ended and is not cancelled; undefined: none. */
export const nextOccurrenceOf = batchedRead((reader: Pick<Context, 'em'>, asked: readonly AskedNext[]) =>
  readNext(
    reader,
    asked,
    `select o.id from occurrence o
     where o.event_id = a.id and o.ends_at > a.at and o.state <> 'CANCELLED' order by o.starts_at, o.id limit 1`,
  ),
);

/** SQL condition: the event of the date `o` is published in the group `a`. The scalar subquery keeps the index of the agenda in use. */
const isInGroupSql = `(select true from event_group x join event e on e.id = x.event_id
  where x.event_id = o.event_id and x.group_id = a.id and e.state = 'PUBLISHED' limit 1)`;

/** Next published date of a group that has not ended and is not cancelled; undefined: none. */
export const nextOccurrenceIn = batchedRead((reader: Pick<Context, 'em'>, asked: readonly AskedNext[]) =>
  readNext(
    reader,
    asked,
    `select soonest.id from "group" g cross join lateral (
       (select o.id, o.starts_at from occurrence o
        where tstzrange(o.starts_at, o.ends_at) @> a.at and o.municipality_id = g.municipality_id
          and o.state <> 'CANCELLED' and ${isInGroupSql} order by o.starts_at, o.id limit 1)
       union all
       (select o.id, o.starts_at from occurrence o
        where o.municipality_id = g.municipality_id and o.starts_at >= a.at
          and o.state <> 'CANCELLED' and ${isInGroupSql} order by o.starts_at, o.id limit 1)) soonest
     where g.id = a.id order by soonest.starts_at, soonest.id limit 1`,
  ),
);

/** Dates that `nextSql`, a SELECT of an id for the row `a` of (id, at), finds for each question. */
async function readNext(
  reader: Pick<Context, 'em'>,
  asked: readonly AskedNext[],
  nextSql: string,
): Promise<(OccurrenceRow | undefined)[]> {
  const rows: { n: number; id: string }[] = await reader.em.execute(
    `select a.n, next.id from json_to_recordset(?::json) as a(n int, id uuid, at timestamptz)
     cross join lateral (${nextSql}) next`,
    [JSON.stringify(asked.map(({ id, at }, n) => ({ n, id, at })))],
  );
  const found = await readOccurrences(reader, `where t.id in (${idsParameterSql})`, [idsIn(rows.map(({ id }) => id))]);
  const byId = new Map(found.map((row) => [row.id, Object.freeze(row)]));
  const ids = new Map(rows.map(({ n, id }) => [n, id]));
  return asked.map((_, n) => byId.get(ids.get(n) ?? ''));
}

/** Proposal of a published event; null: none. The caller checks that the actor may see what was proposed. */
export async function proposalOf(ctx: Context, { id }: Pick<Event, 'id'>): Promise<EventProposal | null> {
  return (await textById(ctx, id))?.proposal ?? null;
}
