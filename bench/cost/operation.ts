import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
  specifiedRules,
  validate,
} from './graphql.ts';
import { costOf } from '../../server/kernel/cost.ts';
import { limitRules, queryLimits } from '../../server/kernel/queryLimits.ts';

export type AnyField = GraphQLField<unknown, unknown>;
export type Arguments = Readonly<Record<string, unknown>>;

/** A field on the way from Query to an object, with the type that it is asked of. */
export interface Step {
  readonly parent: GraphQLObjectType;
  readonly field: AnyField;
  readonly args: Arguments;
}
export type Path = readonly Step[];

export interface Operation {
  readonly query: string;
  readonly variables: Arguments;
}

/** A field at the end of a path, asked under `aliases` names with the selection `leaves`. */
export interface Wanted {
  readonly path: Path;
  readonly last: Step;
  readonly aliases: number;
  /** Empty for a leaf. */
  readonly leaves: string;
}

/** Values are sent as variables: a text that is asked under fifteen aliases is sent once. */
export function writeOperation({ path, last, aliases, leaves }: Wanted): Operation {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};

  function writeField({ field, args }: Step): string {
    const filled = field.args.filter(({ name }) => args[name] !== undefined);
    if (filled.length === 0) return field.name;
    const written = filled.map(({ name, type }) => {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${String(type)}`);
      variables[variable] = args[name];
      return `${name}: $${variable}`;
    });
    return `${field.name}(${written.join(', ')})`;
  }

  const field = `${writeField(last)}${leaves === '' ? '' : ` { ${leaves} }`}`;
  const named = Array.from({ length: aliases }, (_, n) => (aliases === 1 ? field : `a${n}: ${field}`)).join(' ');
  const text = path.reduceRight((inner, step, n) => {
    const parent = path[n + 1]?.parent ?? last.parent;
    return `${writeField(step)} { ${narrow(step.field, parent, inner)} }`;
  }, named);
  const head = declared.length === 0 ? '' : `query(${declared.join(', ')}) `;
  return { query: `${head}{ ${text} }`, variables };
}

function narrow({ type }: AnyField, to: GraphQLObjectType, selection: string): string {
  return getNamedType(type) === to ? selection : `... on ${to.name} { ${selection} }`;
}

/** All values of a type that are free with their object and need no argument; of a union those of each member. */
export function selectLeaves(schema: GraphQLSchema, type: GraphQLNamedType): string {
  if (isObjectType(type)) return ['__typename', ...plainLeaves(type).map(({ name }) => name)].join(' ');
  if (!isAbstractType(type)) return '';
  const types = new Map<string, string>();
  const parts = schema.getPossibleTypes(type).map((member) => {
    const leaves = plainLeaves(member).filter(({ name, type: own }) => {
      const known = types.get(name) ?? String(own);
      types.set(name, known);
      return known === String(own); // two members with different types of one name cannot be asked together
    });
    return leaves.length === 0 ? '' : `... on ${member.name} { ${leaves.map(({ name }) => name).join(' ')} }`;
  });
  return `__typename ${parts.join(' ')}`;
}

function plainLeaves(type: GraphQLObjectType): AnyField[] {
  return Object.values(type.getFields()).filter(
    ({ type: own, args, extensions }) =>
      isLeafType(getNamedType(own)) && !args.some(isRequiredArgument) && extensions.complexity === undefined,
  );
}

/** Points of an operation; undefined if it is beyond a limit of one operation. Throws if it is not valid. */
export function pointsOf(schema: GraphQLSchema, { query, variables }: Operation): number | undefined {
  if (JSON.stringify({ query, variables }).length > queryLimits.bodyBytes) return undefined;
  const document = parseWithin(query);
  if (document === undefined || validate(schema, document, limitRules).length > 0) return undefined;
  const [error] = validate(schema, document, specifiedRules);
  if (error !== undefined) throw new Error(`${error.message}: ${query}`);
  try {
    const points = costOf({ schema, document, variables });
    return points > queryLimits.cost ? undefined : points;
  } catch {
    return undefined; // more selections than are allowed
  }
}

function parseWithin(query: string) {
  try {
    return parse(query, { maxTokens: queryLimits.tokens });
  } catch {
    return undefined;
  }
}
