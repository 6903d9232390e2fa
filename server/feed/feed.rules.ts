import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, type Verdict } from '../kernel/errors.ts';
import type { FeedContribution, FeedFacts } from '../kernel/feed.ts';

type Feeds = readonly FeedContribution[];

/** A partner needs a scope for one kind at least; whose groups may be read is the groups' own rule. */
export function canReadFeed(actor: Actor, municipalityId: string, feeds: Feeds): Verdict {
  const verdicts = feeds.map(({ scope }) => withinScope(actor, municipalityId, scope));
  return verdicts.find((verdict) => verdict.allow) ?? verdicts[0] ?? allow;
}

/** The kinds an actor may read in a town: all of them, a partner only those of its scopes. */
export function kindsFor(actor: Actor, municipalityId: string, feeds: Feeds): string[] {
  return feeds.filter(({ scope }) => withinScope(actor, municipalityId, scope).allow).map(({ kind }) => kind);
}

/** Kinds among these whose module the town has switched on. */
export function kindsUsed(kinds: readonly string[], used: readonly string[], feeds: Feeds): string[] {
  return feeds.filter(({ kind, module }) => kinds.includes(kind) && used.includes(module)).map(({ kind }) => kind);
}

export interface Subject {
  readonly id: string;
  readonly kind: string;
}

/** The subject that an event with these facts is about; the first kind that claims the event. */
export function subjectOf(facts: FeedFacts, feeds: Feeds): Subject | undefined {
  for (const { kind, idOf } of feeds) {
    const id = idOf(facts);
    if (id !== undefined) return { id, kind };
  }
  return undefined;
}
