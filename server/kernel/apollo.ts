import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { admitOperation } from './admission.ts';
import type { Context, Services } from './context.ts';
import { DomainError, formatError } from './errors.ts';
import { limitRules, queryLimits } from './queryLimits.ts';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly http: Server;
  /** Called when the HTTP server has stopped accepting. */
  drainSockets(): Promise<void>;
}

/** GraphQL over HTTP with the limits of queryLimits.ts; the socket applies the same in live/socket.ts. */
export function createApollo({ schema, services, http, drainSockets }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true, // the admission refuses it where it is not allowed
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // Apollo's own handler would race with ours
    parseOptions: { maxTokens: queryLimits.tokens },
    validationRules: [...limitRules],
    formatError: (_formatted, error) => formatError(error, services.log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: services.config.drainMs }),
      { serverWillStart: () => Promise.resolve({ drainServer: drainSockets }) },
      admission,
      fewErrors,
    ],
  });
}

/** Thrown here an error is the whole answer, and nothing has been executed. */
const admission: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
        const { operationName, variables } = request;
        try {
          if (operation?.operation === 'subscription') throw new DomainError('SOCKET_ONLY');
          await admitOperation(contextValue, { schema, document, operationName, variables });
        } catch (error) {
          throw error instanceof DomainError ? withStatus(error) : error;
        }
      },
    }),
};

const statuses: Readonly<Partial<Record<DomainError['code'], number>>> = { FORBIDDEN: 403, RATE_LIMITED: 429 };

function withStatus(error: DomainError): GraphQLError {
  const { retryAfter } = error.data;
  const headers = new HeaderMap(typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : []);
  const http = { status: statuses[error.code] ?? 400, headers };
  return new GraphQLError(error.code, { originalError: error, extensions: { http } });
}

/** As formatErrors does where we format them ourselves. */
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
