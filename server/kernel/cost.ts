import {
  type DocumentNode,
  getNamedType,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
} from 'graphql';
import {
  type ComplexityEstimator,
  type ComplexityEstimatorArgs,
  fieldExtensionsEstimator,
  getComplexity,
} from 'graphql-query-complexity';
import { DomainError } from './errors.ts';
import { queryLimits } from './queryLimits.ts';

/** Operation before its execution, over HTTP or a socket; the document is validated, the variables are not. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Assumed length of a list without a `first` argument, such as the questions of a poll. */
const usualLength = 3;
/** Points of a plain value, such as a text or a date: twenty values cost as much as an object. */
const valueCost = 0.05;

/**
 * Cost of an operation in points: the number of objects that it can read. An object costs 1, a page `first` times the
 * cost of its entry, and twenty plain values 1, unless the field sets `complexity`. Throws COST_EXCEEDED for an operation
 * with too many selections, and BAD_USER_INPUT for an argument or directive without its value, because execution would
 * fail there after it has read the rest. Invalid variables cost 0, because nothing is executed.
 */
export function costOf(operation: Operation): number {
  const marks = marksOf(operation);
  if (marks === undefined) return 0;
  const known = costs.get(operation.document) ?? new Map<string, number>();
  const cost = known.get(marks) ?? computeCost(operation);
  costs.set(operation.document, known.size < differentMarks ? known.set(marks, cost) : new Map());
  return cost;
}

/** Costs by document and variables; equal texts share one document and mostly have equal costs. */
const costs = new WeakMap<DocumentNode, Map<string, number>>();
const differentMarks = 100;

function computeCost({ schema, document, operationName, variables }: Operation): number {
  try {
    const points = getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      maxQueryNodes: queryLimits.selections,
      estimators: [fieldExtensionsEstimator(), countObjects],
      ...(operationName != null && { operationName }),
    });
    return Math.floor(points + 0.001); // the sum of many twentieths is not exact
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'GraphQLError') throw error;
    if (!/allowed number of nodes/.test(error.message))
      throw new DomainError('BAD_USER_INPUT', { reason: error.message.slice(0, 500) });
    throw new DomainError('COST_EXCEEDED', { limit: queryLimits.selections });
  }
}

/**
 * Everything that affects the cost beside the document: which variables are set, and their numbers, booleans and lists.
 * Undefined if the variables are invalid.
 */
function marksOf({ schema, document, operationName, variables }: Operation): string | undefined {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, { ...variables }, { maxErrors: 1 });
  if (coerced === undefined) return undefined;
  const marks = Object.entries(coerced).map(([name, value]) => [name, isWeighty(value) ? value : value === null]);
  return JSON.stringify([operationName, marks]);
}

function isWeighty(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || Array.isArray(value);
}

/**
 * Cost of a list without a `first` argument: `length` entries, and a query that costs as much as `base` objects. Set it
 * where lists are usually longer than three entries, or the query is slow.
 */
export function listCost(length: number, base = 0): ComplexityEstimator {
  return ({ childComplexity }) => base + length * (1 + childComplexity);
}

/** Cost of objects that are each loaded by a statement of their own: three points per object, with what is asked of it. */
export const loadedCost: ComplexityEstimator = ({ args, childComplexity }) => {
  const count = Array.isArray(args.ids) ? args.ids.length : 1;
  return count * (3 + childComplexity);
};

/** Cost of a page whose query costs as much as `base` objects, even without entries. */
export function expensivePageCost(base: number): ComplexityEstimator {
  return (asked) => base + Number(countObjects(asked));
}

const countObjects: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (!isCompositeType(getNamedType(field.type))) return valueCost;
  const isPart = type.name.endsWith('Connection'); // edges and pageInfo: the page has counted them
  return isPart ? childComplexity : lengthOf(field, args) * (1 + childComplexity);
};

function lengthOf(field: ComplexityEstimatorArgs['field'], args: Readonly<Record<string, unknown>>): number {
  if (typeof args.first === 'number') return Math.max(1, args.first);
  if (Array.isArray(args.ids)) return args.ids.length;
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type) ? usualLength : 1;
}
