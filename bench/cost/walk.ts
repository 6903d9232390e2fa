import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from './graphql.ts';
import type { Data } from '../../faults/harness/http.ts';
import { failedRoots, findValues, objectsIn, reasonOf } from './answers.ts';
import type { Answer, Ask } from './client.ts';
import { type AnyField, type Path, pointsOf, selectLeaves, type Step, writeOperation } from './operation.ts';
import { argumentsFor, type Known } from './values.ts';

/** At most as many objects are asked for by their ids. */
const mostIds = 100;
/** Number of objects of each type whose values are tried as arguments. */
const fewObjects = 3;

export interface Walk extends Known {
  readonly ask: Ask;
  /** How an object of the type is reached; undefined: there is none in the town, or nobody has found it. */
  pathTo(type: GraphQLObjectType): Path | undefined;
}

/** A field with an answer: with which arguments and at the end of which path. */
export interface Asked {
  readonly path: Path;
  readonly last: Step;
  readonly answer: Answer;
}

/**
 * Asks for all objects of a town, type by type from Query, until no new type and no new argument is found. Objects with a
 * global id are then reached by `nodes(ids:)`, all others by the shortest path that leads to one.
 */
export async function walkTown(schema: GraphQLSchema, ask: Ask, values: Known['values']): Promise<Walk> {
  const query = schema.getQueryType()!;
  const nodes = query.getFields().nodes!;
  const paths = new Map<string, Path>([[query.name, []]]);
  const ids = new Map<string, string[]>();
  const valued = new Map<string, number>();
  const known: Known = { schema, ids, values };
  const walk: Walk = { ...known, ask, pathTo };

  function pathTo(type: GraphQLObjectType): Path | undefined {
    const own = ids.get(type.name) ?? [];
    return own.length === 0 ? paths.get(type.name) : [{ parent: query, field: nodes, args: { ids: own } }];
  }

  /** Keeps the ids that another person can read too: an inbox belongs to one person. */
  async function keepIds(type: string, found: readonly string[]): Promise<void> {
    const own = ids.get(type) ?? [];
    const fresh = [...new Set(found)].filter((id) => !own.includes(id)).slice(0, mostIds - own.length);
    if (fresh.length === 0) return;
    const text = 'query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }';
    const { data } = await ask({ query: text, variables: { ids: fresh } }, fresh.length);
    const readable = fresh.filter((_, n) => data?.nodes?.[n] != null);
    if (readable.length > 0) ids.set(type, [...own, ...readable]);
  }

  /** Keeps values of the first objects of each type, so that values of all types are tried. */
  function keepValues(type: string, object: Record<string, Data>): void {
    const count = valued.get(type) ?? 0;
    valued.set(type, count + 1);
    if (count >= fewObjects) return;
    for (const [name, value] of Object.entries(object)) {
      if (value !== null && typeof value !== 'object') values.set(name, [...(values.get(name) ?? []), value]);
    }
  }

  async function keep(path: Path, last: Step, data: Data): Promise<void> {
    const found = new Map<string, string[]>();
    for (const { value } of findValues(data, path, last)) {
      const own = String(value.__typename);
      if (!paths.has(own)) paths.set(own, [...path, last]);
      for (const object of objectsIn(value)) {
        const type = String(object.__typename);
        found.set(type, [...(found.get(type) ?? []), ...(typeof object.id === 'string' ? [object.id] : [])]);
        keepValues(type, object);
      }
    }
    for (const [type, all] of found) await keepIds(type, all);
  }

  const done = new Set<AnyField>();
  /** State of the knowledge when a field was asked in vain; the field is asked again when more is known. */
  const tried = new Map<AnyField, string>();
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const name of [...paths.keys()]) {
      const type = schema.getType(name);
      if (!isObjectType(type)) continue;
      const composite = Object.values(type.getFields()).filter((field) => isCompositeType(getNamedType(field.type)));
      const reach = `${idsOf(pathTo(type) ?? []).length} ${ids.size}`;
      const open = composite.filter((field) => !done.has(field) && tried.get(field) !== reach);
      for (const field of open) tried.set(field, reach);
      for (const [n, asked] of (await Promise.all(open.map((field) => askField(walk, type, field)))).entries()) {
        if (typeof asked === 'string' || isEmpty(asked)) continue;
        done.add(open[n]!);
        isNew = true;
        await keep(asked.path, asked.last, asked.answer.data);
      }
    }
  }
  return walk;
}

/**
 * Asks for a field of all known objects of its type, with the first arguments that find something, else with the first that
 * are accepted; a text says why it cannot be asked.
 */
export async function askField(walk: Walk, parent: GraphQLObjectType, field: AnyField): Promise<Asked | string> {
  const path = walk.pathTo(parent);
  if (path === undefined) return `no ${parent.name} in the town`;
  let reason = 'an argument was not found';
  let empty: Asked | undefined;
  for (const args of argumentsFor(walk, field)) {
    const asked = await askWith(walk, path, { parent, field, args });
    if (typeof asked === 'string') reason = asked;
    else if (!isEmpty(asked)) return asked;
    else empty ??= asked;
  }
  return empty ?? reason;
}

function isEmpty({ answer, path, last }: Asked): boolean {
  return findValues(answer.data, path, last).length === 0;
}

/** Objects for which the field is refused are left out, and the others are asked again. */
async function askWith(walk: Walk, path: Path, last: Step): Promise<Asked | string> {
  const leaves = probeLeaves(walk.schema, last.field);
  let known = path;
  for (let n = 0; n < mostIds; n++) {
    const fitting = fitIds(walk.schema, known, last, leaves);
    if (fitting === undefined) return 'beyond the limits of one operation';
    const { operation, points, path: own } = fitting;
    const answer = await walk.ask(operation, points);
    if (answer.errors.length === 0) return { path: own, last, answer };
    const failed = failedRoots(answer);
    const ids = idsOf(own);
    const others = ids.filter((_, place) => !failed.includes(place));
    if (failed.length === 0 || others.length === 0) return reasonOf(answer);
    known = withIds(own, others);
  }
  return 'refused for all objects';
}

/** Selection of all leaves of a field; of a connection also those of its entries, which are counted. */
function probeLeaves(schema: GraphQLSchema, { type }: AnyField): string {
  const named = getNamedType(type);
  const leaves = selectLeaves(schema, named);
  if (!isObjectType(named) || !named.name.endsWith('Connection')) return leaves;
  const node = getNamedType(named.getFields().nodes?.type);
  const isKnown = isObjectType(node) || isAbstractType(node);
  return isKnown ? `${leaves} nodes { __typename }` : leaves;
}

function fitIds(schema: GraphQLSchema, path: Path, last: Step, leaves: string) {
  for (let own = path; ;) {
    const operation = writeOperation({ path: own, last, aliases: 1, leaves });
    const points = pointsOf(schema, operation);
    if (points !== undefined) return { operation, points, path: own };
    const ids = idsOf(own);
    if (ids.length < 2) return undefined;
    own = withIds(own, ids.slice(0, Math.floor(ids.length / 2)));
  }
}

/** Ids that the first step of a path asks for; empty if it asks for none. */
export function idsOf([root]: Path): readonly string[] {
  const ids = root?.args.ids;
  return Array.isArray(ids) ? (ids as string[]) : [];
}

export function withIds(path: Path, ids: readonly string[]): Path {
  const [root, ...others] = path;
  return root === undefined ? path : [{ ...root, args: { ...root.args, ids } }, ...others];
}

/** Each field of each object type that can be reached from Query. */
export function fieldsOf(schema: GraphQLSchema): [GraphQLObjectType, AnyField][] {
  const types = new Set<GraphQLObjectType>([schema.getQueryType()!]);
  for (const type of types) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      if (isObjectType(named)) types.add(named);
      else if (isAbstractType(named)) for (const member of schema.getPossibleTypes(named)) types.add(member);
    }
  }
  return [...types].flatMap((type) =>
    Object.values(type.getFields()).map((field): [GraphQLObjectType, AnyField] => [type, field]),
  );
}
