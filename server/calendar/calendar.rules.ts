import { canPublishIn, canReadGroup } from '../group/group.rules.ts';
import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Audience } from '../post/post.rules.ts';
import type { EventRow, EventState } from './calendar.entity.ts';

/** States in which readers of the groups see an event. */
export const shownStates = ['PUBLISHED', 'CANCELLED'] as const satisfies readonly EventState[];

/** Whether readers of the groups see an event in this state. */
export function isShown({ state }: Pick<EventRow, 'state'>): boolean {
  return shownStates.some((shown) => shown === state);
}

/** Whether the actor is the API key that created the event and has the scope `events:write`. */
function isOwnOfKey(actor: Actor, event: EventRow): boolean {
  const isOwn = actor.kind === 'partner' && event.partnerKeyId === actor.keyId;
  return isOwn && withinScope(actor, event.municipality.id, 'events:write').allow;
}

/**
 * Published and cancelled events are visible to readers of one of the groups; other events to people who may publish in
 * one of the groups. The API key that created an event may always read it.
 */
export function canReadEvent(actor: Actor, event: EventRow, audience: Audience): Verdict {
  if (isOwnOfKey(actor, event)) return allow;
  const scoped = withinScope(actor, event.municipality.id, 'events:read');
  if (!scoped.allow) return scoped;
  const rule = isShown(event) ? canReadGroup : canPublishIn;
  return audience.some(({ group, standing }) => rule(actor, group, standing).allow) ? allow : deny('NOT_FOUND');
}

/** Whether the actor may write in all groups of the event, or is the key that created it. */
function mayWrite(actor: Actor, event: EventRow, audience: Audience): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (isOwnOfKey(actor, event)) return allow;
  if (actor.kind === 'partner' || audience.length === 0) return deny('FORBIDDEN');
  const mayPublish = audience.every(({ group, standing }) => canPublishIn(actor, group, standing).allow);
  return mayPublish ? allow : deny('FORBIDDEN');
}

/**
 * Events may be withdrawn by people who may publish in all groups of the event, drafts also by the key that created them.
 */
export function canWithdrawEvent(actor: Actor, event: EventRow, audience: Audience): Verdict {
  const verdict = mayWrite(actor, event, audience);
  if (!verdict.allow) return verdict;
  if (event.state === 'WITHDRAWN') return deny('EVENT_IS_WITHDRAWN');
  if (actor.kind !== 'partner' || event.state === 'DRAFT') return allow;
  return deny(event.state === 'IN_REVIEW' ? 'EVENT_IN_REVIEW' : 'EVENT_IS_PUBLISHED');
}

/** Same rule as for withdrawing, but a cancelled event cannot be changed. */
export function canEditEvent(actor: Actor, event: EventRow, audience: Audience): Verdict {
  const verdict = canWithdrawEvent(actor, event, audience);
  return verdict.allow && event.state === 'CANCELLED' ? deny('EVENT_IS_CANCELLED') : verdict;
}

/** Drafts may be published by people who may change them. */
export function canPublishEvent(actor: Actor, event: EventRow, audience: Audience): Verdict {
  const verdict = canEditEvent(actor, event, audience);
  if (!verdict.allow) return verdict;
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  return event.state === 'PUBLISHED' ? deny('EVENT_IS_PUBLISHED') : allow;
}

/** Whether the actor may move or cancel dates of the event: people who may change it, after its publication. */
export function canChangeDates(actor: Actor, event: EventRow, audience: Audience): Verdict {
  const verdict = canEditEvent(actor, event, audience);
  if (!verdict.allow) return verdict;
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  return event.state === 'PUBLISHED' ? allow : deny('EVENT_NOT_PUBLISHED');
}
