import { getNamedType, type GraphQLObjectType, type GraphQLSchema } from './graphql.ts';
import { queryLimits } from '../../server/kernel/queryLimits.ts';
import { findLengths, findValues } from './answers.ts';
import { type AnyField, type Operation, pointsOf, selectLeaves, type Step, writeOperation } from './operation.ts';
import { type Asked, askField, idsOf, type Walk, withIds } from './walk.ts';

/** The operation that asks most of one field, and what it costs. */
export interface Dearest {
  readonly operation: Operation;
  readonly points: number;
}

/** Ids at the root, and the lengths of the pages on the path with that of the field itself. */
interface Extent {
  readonly ids: readonly string[];
  readonly lengths: readonly number[];
}

/**
 * The most expensive operations for a field: one for many objects, and one that names the object with the longest answer
 * again and again. Pages are asked for as many entries as they have, because empty places would cost points and no CPU. A text
 * says why the field cannot be asked.
 */
export async function dearestOf(walk: Walk, parent: GraphQLObjectType, field: AnyField): Promise<Dearest[] | string> {
  const asked = await askField(walk, parent, field);
  if (typeof asked === 'string') return asked;
  const extents = extentsOf(asked);
  const all = extents.flatMap((extent) => fit(walk.schema, asked, extent) ?? []);
  if (all.length === 0) return 'beyond the limits of one operation';
  const texts = all.map(({ operation }) => JSON.stringify(operation));
  return all.filter((_, n) => texts.indexOf(texts[n] ?? '') === n);
}

function extentsOf({ path, last, answer: { data } }: Asked): Extent[] {
  const ids = idsOf(path);
  const many = { ids, lengths: findLengths(data, path, last, undefined) };
  if (ids.length === 0) return [many];
  const sizes = ids.map(() => 0);
  for (const { root, value } of findValues(data, path, last)) sizes[root]! += JSON.stringify(value).length;
  const root = sizes.indexOf(Math.max(...sizes));
  const most = Array.from({ length: 100 }, () => ids[root] ?? '');
  return [many, { ids: most, lengths: findLengths(data, path, last, root) }];
}

/** Fewer ids, then shorter pages until it is within the limits, then as many aliases as are within them too. */
function fit(schema: GraphQLSchema, { path, last }: Asked, { ids, lengths }: Extent): Dearest | undefined {
  const leaves = selectLeaves(schema, getNamedType(last.field.type));
  const pages = [...lengths];
  let count = ids.length;

  function tryOut(aliases: number): Dearest | undefined {
    const own = ids.length === 0 ? path : withIds(path, ids.slice(0, count));
    const steps = own.map((step, n) => withFirst(step, pages[n] ?? 1));
    const end = withFirst(last, pages.at(-1) ?? 1);
    const operation = writeOperation({ path: steps, last: end, aliases, leaves });
    const points = pointsOf(schema, operation);
    return points === undefined ? undefined : { operation, points };
  }

  let found = tryOut(1);
  while (found === undefined) {
    const longest = pages.indexOf(Math.max(...pages));
    if (count > 1) count = Math.floor(count * 0.9);
    else if (pages[longest]! > 1) pages[longest] = Math.floor(pages[longest]! * 0.8);
    else return undefined;
    found = tryOut(1);
  }
  for (let aliases = queryLimits.aliases; aliases > 1; aliases--) {
    const more = tryOut(aliases);
    if (more !== undefined) return more;
  }
  return found;
}

function withFirst(step: Step, first: number): Step {
  return step.args.first === undefined ? step : { ...step, args: { ...step.args, first } };
}
