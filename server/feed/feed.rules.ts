import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, type Verdict } from '../kernel/errors.ts';
import type { FeedContribution, FeedFacts } from '../kernel/feed.ts';

type Feeds = readonly FeedContribution[];

/**
 * Whether the actor may read any kind of entries; keys need a scope for at least one. Access to groups is checked
 * elsewhere.
 */
export function canReadFeed(actor: Actor, municipalityId: string, feeds: Feeds): Verdict {
  const verdicts = feeds.map(({ scope }) => withinScope(actor, municipalityId, scope));
  return verdicts.find((verdict) => verdict.allow) ?? verdicts[0] ?? allow;
}

/** Kinds of entries that an actor may read in a town: all, for an API key those of its scopes. */
export function kindsFor(actor: Actor, municipalityId: string, feeds: Feeds): string[] {
  return feeds.filter(({ scope }) => withinScope(actor, municipalityId, scope).allow).map(({ kind }) => kind);
}

/** Filters `kinds` by the modules that are switched on in the town (`used`). */
export function kindsUsed(kinds: readonly string[], used: readonly string[], feeds: Feeds): string[] {
  return feeds.filter(({ kind, module }) => kinds.includes(kind) && used.includes(module)).map(({ kind }) => kind);
}

export interface Subject {
  readonly id: string;
  readonly kind: string;
}

/** Subject of an event with these facts, of the first kind that recognises the facts; undefined: none. */
export function subjectOf(facts: FeedFacts, feeds: Feeds): Subject | undefined {
  for (const { kind, idOf } of feeds) {
    const id = idOf(facts);
    if (id !== undefined) return { id, kind };
  }
  return undefined;
}
