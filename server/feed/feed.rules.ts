import { type Actor, type Scope, withinScope } from '../kernel/actor.ts';
import { allow, type Verdict } from '../kernel/errors.ts';
import type { Module } from '../municipality/municipality.entity.ts';
import { type FeedKind, feedKinds } from './feed.entity.ts';

const modules: Readonly<Record<FeedKind, Module>> = { POST: 'POSTS', POLL: 'POLLS', ISSUE: 'ISSUES' };
const scopes: Readonly<Record<FeedKind, Scope>> = { POST: 'posts:read', POLL: 'polls:read', ISSUE: 'issues:read' };

/** A partner needs a scope for one kind at least; whose groups may be read is the groups' own rule. */
export function canReadFeed(actor: Actor, municipalityId: string): Verdict {
  return kindsFor(actor, municipalityId).length > 0 ? allow : withinScope(actor, municipalityId, 'posts:read');
}

/** The kinds an actor may read in a town: all of them, a partner only those of its scopes. */
export function kindsFor(actor: Actor, municipalityId: string): FeedKind[] {
  return feedKinds.filter((kind) => withinScope(actor, municipalityId, scopes[kind]).allow);
}

/** Of these kinds the ones the town uses. */
export function kindsUsed(kinds: readonly FeedKind[], used: readonly Module[]): FeedKind[] {
  return kinds.filter((kind) => used.includes(modules[kind]));
}
