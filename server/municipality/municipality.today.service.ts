import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import type { TodayAsked, TodayContribution, TodayMoment } from '../kernel/today.ts';
import type { MunicipalityRow } from './municipality.entity.ts';
import { canReadToday, todayFor } from './municipality.today.rules.ts';

/** Maximum number of entries. */
const mostEntries = 6;

export interface TodayEntry extends TodayMoment {
  readonly kind: string;
  readonly until: Date;
}

/**
 * Entries of today and soon in a town that the actor may see, earliest first; one statement per kind of entry. Errors:
 * FORBIDDEN or NOT_FOUND for a partner's key that may read no kind.
 */
export async function listToday(ctx: Context, town: MunicipalityRow, asked: TodayAsked): Promise<TodayEntry[]> {
  const { actor, registry } = ctx;
  authorize(canReadToday(actor, town.id, registry.today));
  const kinds = todayFor(actor, town, registry.today);
  const lists = await Promise.all(kinds.map((kind) => listOf(ctx, kind, town, asked)));
  return lists
    .flat()
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, mostEntries);
}

const typeNames = new WeakMap<object, string>();

/** Name of the GraphQL type of a subject that `listToday` returned. */
export function todayTypeName(subject: object): string | undefined {
  return typeNames.get(subject);
}

async function listOf(
  ctx: Context,
  { kind, typeName, list }: TodayContribution<Context>,
  town: MunicipalityRow,
  asked: TodayAsked,
): Promise<TodayEntry[]> {
  const moments = await list(ctx, town, mostEntries, asked);
  for (const { subject } of moments) typeNames.set(subject, typeName);
  return moments.map((moment) => ({ ...moment, until: moment.until ?? moment.at, kind }));
}
