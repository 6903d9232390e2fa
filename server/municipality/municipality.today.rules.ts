import { type Actor, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { allow, type Verdict } from '../kernel/errors.ts';
import type { TodayContribution } from '../kernel/today.ts';

type Kinds = readonly TodayContribution<Context>[];

/** Whether the actor may read any kind of entries; keys need the scope of at least one. */
export function canReadToday(actor: Actor, municipalityId: string, kinds: Kinds): Verdict {
  const verdicts = kinds.map(({ scope }) => withinScope(actor, municipalityId, scope));
  return verdicts.find((verdict) => verdict.allow) ?? verdicts[0] ?? allow;
}

interface Town {
  readonly id: string;
  readonly modules: readonly string[];
}

/** Kinds that the actor may read and whose modules are switched on in the town. */
export function todayFor(actor: Actor, { id, modules }: Town, kinds: Kinds): TodayContribution<Context>[] {
  return kinds.filter(({ module, scope }) => modules.includes(module) && withinScope(actor, id, scope).allow);
}
