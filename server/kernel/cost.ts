import {
  type DocumentNode,
  getNamedType,
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
 */
export function costOf({ schema, document, operationName, variables }: Operation): number {
  try {
    return getComplexity({
      ...{ schema, query: document, variables: { ...variables }, maxQueryNodes: queryLimits.selections },
      estimators: [fieldExtensionsEstimator(), countObjects],
      ...(operationName != null && { operationName }),
    });
  } catch (error) {
    if (!(error instanceof Error) || !/allowed number of nodes/.test(error.message)) return 0;
    throw new DomainError('COST_EXCEEDED', { limit: queryLimits.selections });
  }
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
