import { ref } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import { needsReview } from '../group/group.review.rules.ts';
import { Person } from '../identity/identity.entity.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { claimExternalId } from '../kernel/externalId.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { FilesInput } from '../media/media.files.service.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { findAudience } from '../post/post.audience.service.ts';
import { canPublishAtAll, renderText } from '../post/post.rules.ts';
import { findSender } from '../post/post.service.ts';
import { renderVariants } from '../post/post.variant.rules.ts';
import { factsOf, firstOf, lastStartOf, lockEvent, storeDates, touch } from './calendar.dates.service.ts';
import { Event, Occurrence } from './calendar.entity.ts';
import { eventDrafted, eventEdited } from './calendar.events.ts';
import { eventFiles } from './calendar.files.service.ts';
import {
  type EventContent,
  type EventDates,
  type PlannedSlotInput,
  type ReadContent,
  readContent,
  readDates,
  readSlots,
} from './calendar.input.rules.ts';
import { release, submit } from './calendar.publishing.service.ts';
import { audienceOf } from './calendar.reading.service.ts';
import { propose } from './calendar.proposing.service.ts';
import { canEditEvent } from './calendar.rules.ts';
import { orConflict, requireVersion } from './calendar.version.service.ts';

export interface CreateEventInput extends EventContent, FilesInput {
  readonly groupIds: readonly string[];
  readonly dates: EventDates;
  /** Slots of each date; absent or empty: nobody answers. */
  readonly slots?: readonly PlannedSlotInput[] | null;
  readonly isDraft: boolean;
  readonly idempotencyKey: string;
  /** Id of the event in the system of the partner, for API keys. */
  readonly externalId?: string | null;
}

/**
 * Creates an event and publishes or submits it, or keeps it as a draft in one transaction. A repeated call with the same
 * idempotency key returns the first event. Errors: those of `findAudience`, `readContent`, `readDates`, `readSlots`,
 * `checkAnswersUntil` and `OwnedFiles.set`, FORBIDDEN for keys that publish, NOT_FOUND if the module is switched off.
 */
export function createEvent(ctx: Context, { idempotencyKey, ...input }: CreateEventInput): Promise<Event> {
  return write(ctx, async (tx) => {
    const check = new InputCheck();
    const groups = await findAudience(tx, input.groupIds, check, 'events:write');
    if (!input.isDraft) authorize(canPublishAtAll(tx.actor));
    const [first] = groups;
    if (first === undefined) {
      readInput(check, input, 'Europe/Berlin', tx.now());
      check.done(); // findAudience has added NO_AUDIENCE or UNKNOWN_GROUP
      throw new DomainError('NOT_FOUND');
    }
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Event, claim.id);
    const town = await first.municipality.loadOrFail();
    requireModule(town, 'CALENDAR');
    await claimExternalId(tx, input.externalId, 'Event', claim.id);
    const { content, dates, slotPlan } = readInput(check, input, town.timeZone, tx.now());
    const { answersUntil } = content;
    if (answersUntil !== null) checkAnswersUntil(check, answersUntil, lastStartOf(dates, tx.now()));
    check.done();
    const event = await persistEvent(tx, claim.id, groups, town, { ...written(content), ...dates, slotPlan });
    await storeDates(tx, event);
    await eventFiles.set(tx, event, input, check);
    check.done();
    if (input.isDraft) await record(tx, eventDrafted(factsOf(event)));
    else await release(tx, event);
    return event;
  });
}

/** Content, dates and slots of a new event. Adds the errors of `readContent`, `readDates` and `readSlots` to `check`. */
function readInput(
  check: InputCheck,
  input: Pick<CreateEventInput, keyof EventContent | 'dates' | 'slots'>,
  townZone: string,
  now: Date,
) {
  const content = readContent(check, input);
  const dates = readDates(check, input.dates, townZone, now);
  return { content, dates, slotPlan: readSlots(check, input.slots ?? [], dates) };
}

/** Columns of the content. */
function written({ title, body, variants, ...columns }: ReadContent) {
  return { ...columns, ...renderText({ title, body }), variants: renderVariants(variants) };
}

type Written = ReturnType<typeof written> &
  Pick<Event, 'startsAt' | 'endsAt' | 'timeZone' | 'isAllDay' | 'rule' | 'slotPlan'>;

async function persistEvent(tx: Tx, id: string, groups: Group[], town: Municipality, columns: Written): Promise<Event> {
  const author = personId(tx.actor);
  const event = tx.em.create(Event, {
    id,
    ...columns,
    groups,
    municipality: town,
    state: 'DRAFT',
    uid: id,
    author: author === null ? null : ref(Person, author),
    partnerKeyId: tx.actor.kind === 'partner' ? tx.actor.keyId : null,
    sender: await findSender(tx, town.id),
    createdAt: tx.now(),
    updatedAt: tx.now(),
  });
  await tx.em.persist(event).flush();
  return event;
}

export interface UpdateEventInput extends EventContent, FilesInput {
  readonly eventId: string;
  /** Version of the event that the change is based on. */
  readonly version: number;
  /** New groups, only before publication; absent: unchanged. */
  readonly groupIds?: readonly string[] | null;
  /** New dates, only before publication; absent: unchanged. */
  readonly dates?: EventDates | null;
  /** New slots of each date, only before publication; absent: unchanged. */
  readonly slots?: readonly PlannedSlotInput[] | null;
}

/**
 * Changes texts and settings of an event, and before the publication also its groups, dates and slots. Of a published event
 * nobody is notified; its place and online address stay, and in groups that need a review new wording waits as a proposal.
 * Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, EVENT_IS_WITHDRAWN, EVENT_IS_CANCELLED, EVENT_IS_PUBLISHED and
 * EVENT_IN_REVIEW (for keys), GROUPS_ARE_FIXED, DATES_ARE_FIXED, SLOTS_ARE_FIXED, FILES_ARE_FIXED, those of `createEvent`,
 * and CONFLICT with the current event if it changed after `version`.
 */
export function updateEvent(ctx: Context, input: UpdateEventInput): Promise<Event> {
  return orConflict(ctx, () => write(ctx, (tx) => updateNow(tx, input)));
}

async function updateNow(tx: Tx, input: UpdateEventInput): Promise<Event> {
  const event = await lockEvent(tx, input.eventId);
  authorize(canEditEvent(tx.actor, event, await audienceOf(tx, event)));
  const town = await event.municipality.loadOrFail();
  requireModule(town, 'CALENDAR');
  requireVersion(event, input.version);
  const check = new InputCheck();
  const content = readContent(check, input);
  const { answersUntil } = content;
  touch(tx, event);
  if (event.state === 'PUBLISHED') {
    checkPublished(check, event, input, content);
    const isSameEnd = answersUntil?.getTime() === event.answersUntil?.getTime();
    if (answersUntil !== null && !isSameEnd) checkAnswersUntil(check, answersUntil, await lastStoredStart(tx, event));
    const areFilesNew = await eventFiles.set(tx, event, input, check);
    const isFixed = areFilesNew && needsReview(event.groups.getItems());
    check.require(!isFixed, 'FILES_ARE_FIXED', 'only new wording can be proposed', 'pictures');
    check.done();
    await editPublished(tx, event, content);
    return event;
  }
  const groups = input.groupIds == null ? null : await findAudience(tx, input.groupIds, check, 'events:write');
  const isSameTown = groups?.every(({ municipality }) => municipality.id === event.municipality.id) ?? true;
  check.require(isSameTown, 'OTHER_TOWN', 'all groups must be of its town', 'groupIds');
  const dates = input.dates == null ? null : readDates(check, input.dates, town.timeZone, tx.now());
  const slotPlan = input.slots == null ? event.slotPlan : readSlots(check, input.slots, dates ?? firstOf(event));
  if (answersUntil !== null) {
    const lastStart = dates === null ? await lastStoredStart(tx, event) : lastStartOf(dates, tx.now());
    checkAnswersUntil(check, answersUntil, lastStart);
  }
  await eventFiles.set(tx, event, input, check);
  check.done();
  tx.em.assign(event, { ...written(content), ...dates, slotPlan });
  event.approvedAt = null;
  if (groups !== null) event.groups.set(groups);
  if (input.dates != null || input.slots != null) await storeDates(tx, event);
  await tx.em.flush();
  await (event.state === 'IN_REVIEW' ? submit(tx, event) : record(tx, eventDrafted(factsOf(event))));
  return event;
}

/** Adds OUT_OF_RANGE to `check` if answers would end after the start of the last date; null: the dates are faulty themselves. */
function checkAnswersUntil(check: InputCheck, answersUntil: Date, lastStart: Date | null): void {
  const isInTime = lastStart === null || answersUntil <= lastStart;
  check.require(isInTime, 'OUT_OF_RANGE', 'at most the start of the last date', 'answersUntil');
}

async function lastStoredStart(tx: Tx, { id }: Event): Promise<Date | null> {
  const last = await tx.em.findOne(Occurrence, { event: id }, { orderBy: { startsAt: 'desc' } });
  return last?.startsAt ?? null;
}

/** Stores settings at once, and wording unless it waits for a reviewer. */
async function editPublished(tx: Tx, event: Event, content: ReadContent): Promise<void> {
  const { title, body, html, excerpt, variants, ...settings } = written(content);
  tx.em.assign(event, settings);
  if (needsReview(event.groups.getItems())) return propose(tx, event, { title, body, html, excerpt, variants });
  tx.em.assign(event, { title, body, html, excerpt, variants });
  await tx.em.flush();
  await record(tx, eventEdited(factsOf(event)));
}

function checkPublished(check: InputCheck, event: Event, input: UpdateEventInput, content: ReadContent): void {
  const current = event.groups.getIdentifiers();
  const areSame = input.groupIds == null || new Set([...input.groupIds, ...current]).size === current.length;
  check.require(areSame, 'GROUPS_ARE_FIXED', 'it is published in its groups', 'groupIds');
  check.require(input.dates == null, 'DATES_ARE_FIXED', 'use changeOccurrences', 'dates');
  check.require(input.slots == null, 'SLOTS_ARE_FIXED', 'people may have answered', 'slots');
  const isSamePlace = content.place === (event.place ?? null);
  check.require(isSamePlace, 'DATES_ARE_FIXED', 'use changeOccurrences', 'place');
  const isSameUrl = content.onlineUrl === (event.onlineUrl ?? null);
  check.require(isSameUrl, 'DATES_ARE_FIXED', 'use changeOccurrences', 'onlineUrl');
}
