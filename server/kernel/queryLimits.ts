import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
  type ValidationContext,
} from 'graphql';

/** Figures of one operation, the same over HTTP and socket. */
export const queryLimits = {
  aliases: 15,
  depth: 10,
  /** Objects that may be read for it; see cost.ts. */
  cost: 5000,
  directives: 8,
  tokens: 1500,
  /** With every fragment written out where it is spread. */
  selections: 1000,
  errors: 5,
  bodyBytes: 100_000,
} as const;

export type ValidationRule = (context: ValidationContext) => ASTVisitor;

const reporting = {
  propagateOnRejection: false,
  exposeLimits: true,
  onReject: [
    (context: ValidationContext | null, error: GraphQLError) => {
      context?.reportError(
        new GraphQLError(error.message.replace('Syntax Error: ', ''), {
          extensions: { code: 'COST_EXCEEDED' },
        }),
      );
    },
  ],
};

/** Limits as validation rules. (Thrown out of validate() they would be a 500.) */
export const limitRules = [
  maxAliasesRule({ ...reporting, n: queryLimits.aliases, allowList: [] }),
  maxDepthRule({ ...reporting, n: queryLimits.depth, ignoreIntrospection: true, flattenFragments: true }),
  maxDirectivesRule({ ...reporting, n: queryLimits.directives }),
] as unknown as readonly ValidationRule[];

/** For the socket, where Apollo does not stand in front: the document, or what is wrong with it. */
export function prepareDocument(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: queryLimits.tokens });
    const limitErrors = validate(schema, document, limitRules, { maxErrors: queryLimits.errors });
    if (limitErrors.length > 0) return limitErrors.slice(0, queryLimits.errors);
    const errors = validate(schema, document, specifiedRules, { maxErrors: queryLimits.errors });
    return errors.length > 0 ? errors.slice(0, queryLimits.errors) : document;
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('cannot be parsed')];
  }
}
