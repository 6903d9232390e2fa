import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import { type Admission, admitOperation, balancesOf } from './admission.ts';
import { compiledDocuments } from './compiled.ts';
import type { Context, Services } from './context.ts';
import type { Documents } from './documents.ts';
import { DomainError, formatError } from './errors.ts';
import { limitRules, queryLimits } from './queryLimits.ts';
import { rateHeaders } from './rateHeaders.ts';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly http: Server;
  readonly documents: Documents;
}

/** Apollo server with the limits of queryLimits.ts; live/socket.ts applies the same limits to sockets. */
export function createApollo({ schema, services, http, documents }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true, // the admission refuses it where it is not allowed
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // Apollo's own handler would race with ours
    parseOptions: { maxTokens: queryLimits.tokens },
    validationRules: [...limitRules],
    // Apollo would store any text that a client sends with its hash; only the manifest's documents are persisted.
    persistedQueries: {
      cache: cacheOf(
        (hash) => documents.textOf(hash),
        () => undefined,
      ),
    },
    documentStore: cacheOf<DocumentNode>(
      (hash) => documents.get(hash),
      (hash, document) => {
        documents.keep(hash, document);
      },
    ),
    formatError: (_formatted, error) => formatError(error, services),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(), // it wraps every field of the schema to say what app.ts says in a header
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: services.config.drainMs }),
      admission,
      compiledDocuments(documents),
      fewErrors,
    ],
  });
}

/** Adapts two functions to the cache interface of Apollo. */
function cacheOf<V>(get: (hash: string) => V | undefined, keep: (hash: string, value: V) => void) {
  return {
    get: (key: string) => Promise.resolve(get(hashIn(key))),
    set: (key: string, value: V) => Promise.resolve(keep(hashIn(key), value)),
    delete: () => Promise.resolve(false),
  };
}

/** Hash in a cache key of Apollo, which has a word or the schema's hash as a prefix. */
function hashIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

/** Admits operations before they are executed: an error that is thrown here is the whole answer. */
const admission: ApolloServerPlugin<Context> = {
  requestDidStart: ({ request: { http } }) => {
    let admitted: Admission | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
        const { operationName, variables } = request;
        try {
          if (operation?.operation === 'subscription') throw new DomainError('SOCKET_ONLY');
          admitted = admitOperation(contextValue, { schema, document, operationName, variables });
        } catch (error) {
          throw error instanceof DomainError ? withStatus(error) : error;
        }
      },
      willSendResponse: ({ contextValue, response }) => {
        const { body } = response;
        // Refused before admission: the answer still carries the balances.
        const balances = admitted?.balances ?? balancesOf(contextValue);
        for (const header of rateHeaders(balances)) response.http.headers.set(...header);
        if (admitted !== undefined && http?.headers.has(costHeader) && body.kind === 'single') {
          body.singleResult.extensions = { cost: { asked: admitted.cost, limit: queryLimits.cost } };
        }
        return Promise.resolve();
      },
    });
  },
};

/** Request header that asks for the operation's cost in `extensions.cost`. */
const costHeader = 'graphql-cost';

const statuses: Readonly<Partial<Record<DomainError['code'], number>>> = {
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

function withStatus(error: DomainError): GraphQLError {
  const { retryAfter } = error.data;
  const headers = new HeaderMap(typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : []);
  const http = { status: statuses[error.code] ?? 400, headers };
  return new GraphQLError(error.code, { originalError: error, extensions: { http } });
}

/** Limits the number of errors in an answer, as formatErrors does for sockets. */
const fewErrors: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response }) => {
        if (response.body.kind === 'single' && response.body.singleResult.errors !== undefined) {
          response.body.singleResult.errors = response.body.singleResult.errors.slice(0, queryLimits.errors);
        }
        return Promise.resolve();
      },
    }),
};
