import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type ASTVisitor,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
  type ValidationContext,
} from 'graphql';
import { type Documents, hashOf, type Prepared } from './documents.ts';

/** Limits of one operation, over HTTP and sockets. */
export const queryLimits = {
  aliases: 15,
  /** Twelve, because the feed asks for the votes in the run-off rounds of its polls. */
  depth: 12,
  /** Maximum cost in points; see cost.ts. */
  cost: 5000,
  directives: 8,
  tokens: 1500,
  /** Counted with every fragment inserted where it is used. */
  selections: 1000,
  errors: 5,
  bodyBytes: 100_000,
} as const;

export type ValidationRule = (context: ValidationContext) => ASTVisitor;

/** Options of a rule; `of` names the limit that an operation exceeds. */
function reporting(of: 'aliases' | 'depth' | 'directives') {
  const extensions = { code: 'COST_EXCEEDED', of, limit: queryLimits[of] };
  return {
    n: queryLimits[of],
    propagateOnRejection: false,
    exposeLimits: true,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) => {
        context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', ''), { extensions }));
      },
    ],
  };
}

/**
 * Validation rules for the limits. They report their errors, because an exception in validate() would be answered with
 * 500.
 */
export const limitRules = [
  maxAliasesRule({ ...reporting('aliases'), allowList: [] }),
  maxDepthRule({ ...reporting('depth'), ignoreIntrospection: true, flattenFragments: true }),
  maxDirectivesRule(reporting('directives')),
] as unknown as readonly ValidationRule[];

/**
 * Parsed and validated document for sockets, which Apollo does not serve, or its errors. Without a text, the web app
 * sends the hash of a document of the manifest, in the format of Apollo.
 */
export function preparedDocuments(schema: GraphQLSchema, documents: Documents): (asked: AskedDocument) => Prepared {
  return ({ query, extensions }) => {
    const hash = query === '' ? persistedHash(extensions) : hashOf(query);
    const text = query === '' ? documents.textOf(hash) : query;
    if (text === undefined) return [unknownDocument()];
    const kept = documents.get(hash);
    if (kept !== undefined) return kept;
    const prepared = prepareDocument(schema, text);
    if ('kind' in prepared) documents.keep(hash, prepared);
    return prepared;
  };
}

export interface AskedDocument {
  readonly query: string;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

function persistedHash(extensions: AskedDocument['extensions']): string {
  const said = extensions?.persistedQuery;
  const isSaid = typeof said === 'object' && said !== null && 'sha256Hash' in said;
  return isSaid && typeof said.sha256Hash === 'string' ? said.sha256Hash : '';
}

function unknownDocument(): GraphQLError {
  return new GraphQLError('PersistedQueryNotSupported', { extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } });
}

function prepareDocument(schema: GraphQLSchema, query: string): Prepared {
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
