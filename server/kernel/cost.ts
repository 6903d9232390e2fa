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

/** What is sent to be done, on whichever transport; validated, its variables not yet. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A list that no argument bounds (the questions of a poll) is taken for this long. */
const usualLength = 3;

/**
 * How many objects an operation can make anybody read: each object 1, a page `first` times what it asks of each entry;
 * plain values are free with their object unless the field names its `complexity`. Throws COST_EXCEEDED for an operation
 * that unfolds into too many selections; variables that do not fit cost nothing, because nothing is executed with them.
 * An argument or directive without its value is BAD_USER_INPUT: it would fail alone, and everything beside it be read.
 */
export function costOf(operation: Operation): number {
  const marks = marksOf(operation);
  if (marks === undefined) return 0;
  const known = costs.get(operation.document) ?? new Map<string, number>();
  const cost = known.get(marks) ?? computeCost(operation);
  costs.set(operation.document, known.size < differentMarks ? known.set(marks, cost) : new Map());
  return cost;
}

/** Documents are shared by equal texts, and most are asked again and again with the same cost. */
const costs = new WeakMap<DocumentNode, Map<string, number>>();
const differentMarks = 100;

function computeCost({ schema, document, operationName, variables }: Operation): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      maxQueryNodes: queryLimits.selections,
      estimators: [fieldExtensionsEstimator(), countObjects],
      ...(operationName != null && { operationName }),
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'GraphQLError') throw error;
    if (!/allowed number of nodes/.test(error.message))
      throw new DomainError('BAD_USER_INPUT', { reason: error.message.slice(0, 500) });
    throw new DomainError('COST_EXCEEDED', { limit: queryLimits.selections });
  }
}

/**
 * All that the cost depends on beside the document: which variables are there, and what numbers, truth values and lists
 * they hold. Undefined: variables that do not fit.
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

/** For a page that asks the database as much as `base` objects, before it has any entries. */
export function expensivePageCost(base: number): ComplexityEstimator {
  return (asked) => base + Number(countObjects(asked));
}

const countObjects: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (!isCompositeType(getNamedType(field.type))) return 0;
  const isPart = type.name.endsWith('Connection'); // its edges and pageInfo: the page has counted them
  return isPart ? childComplexity : lengthOf(field, args) * (1 + childComplexity);
};

function lengthOf(field: ComplexityEstimatorArgs['field'], args: Readonly<Record<string, unknown>>): number {
  if (typeof args.first === 'number') return Math.max(1, args.first);
  if (Array.isArray(args.ids)) return args.ids.length;
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type) ? usualLength : 1;
}
