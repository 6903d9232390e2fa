import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  type DocumentNode,
  type ExecutionResult,
  getNamedType,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isLeafType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Context } from './context.ts';
import type { Documents } from './documents.ts';
import { formatErrors } from './errors.ts';

/**
 * Compiles the queries of our web app once with graphql-jit, which then executes them without a walk through the syntax
 * tree. Only documents of the manifest are compiled, because compiling costs more than executing and clients must not
 * fill the cache. Excluded are mutations, subscriptions and documents with a variable of an input object with defaults,
 * which graphql-jit does not fill in.
 */
export function compiledDocuments(documents: Documents): ApolloServerPlugin<Context> {
  const known = new WeakMap<OperationDefinitionNode, CompiledQuery | null>();
  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation: async ({ document, operation, schema, request, contextValue, queryHash }) => {
          if (documents.textOf(queryHash ?? '') === undefined) return null;
          if (!known.has(operation))
            known.set(operation, isPlain(operation, schema) ? compile(schema, document) : null);
          const compiled = known.get(operation);
          if (compiled == null) return null;
          const result: ExecutionResult = await compiled.query(undefined, contextValue, request.variables ?? {});
          const { data, errors } = result;
          const singleResult = {
            ...(data !== undefined && { data }),
            ...(errors !== undefined && { errors: formatErrors(errors.map(whole), contextValue) }),
          };
          const status = data === undefined ? 400 : undefined; // the variables do not fit: nothing was executed
          return { http: { headers: new HeaderMap(), status }, body: { kind: 'single', singleResult } };
        },
      }),
  };
}

function isPlain(operation: OperationDefinitionNode, schema: GraphQLSchema): boolean {
  const inputs: NamedTypeNode[] = [];
  for (const { type } of operation.variableDefinitions ?? [])
    visit(type, { [Kind.NAMED_TYPE]: (node) => void inputs.push(node) });
  return operation.operation === 'query' && inputs.every(({ name }) => isPlainType(schema.getType(name.value)));
}

function isPlainType(type: GraphQLNamedType | undefined): boolean {
  if (!isInputObjectType(type)) return isLeafType(type);
  return Object.values(type.getFields()).every(
    (one) => one.defaultValue === undefined && isLeafType(getNamedType(one.type)),
  );
}

function compile(schema: GraphQLSchema, document: DocumentNode): CompiledQuery {
  const compiled = compileQuery(schema, document);
  if (isCompiledQuery(compiled)) return compiled;
  throw new Error('a document of the manifest cannot be compiled', { cause: compiled.errors });
}

/** Adds what errors of graphql-jit lack compared with those of graphql: an original error, if the error has a path. */
function whole({ message, path, originalError }: GraphQLError): GraphQLError {
  const cause = path === undefined ? undefined : new Error(message);
  return new GraphQLError(message, { path, originalError: originalError ?? cause });
}
