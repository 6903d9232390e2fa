import type { Server } from 'node:http';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import type { GraphQLSchema } from 'graphql';
import type { Context, Services } from './context.ts';
import { formatError } from './errors.ts';
import { queryLimits, type ValidationRule } from './queryLimits.ts';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly http: Server;
  readonly rules: readonly ValidationRule[];
  /** Called when the HTTP server has stopped accepting. */
  drainSockets(): Promise<void>;
}

/** GraphQL over HTTP with the limits of queryLimits.ts; the socket applies the same in live/socket.ts. */
export function createApollo({ schema, services, http, rules, drainSockets }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true, // the rules refuse it where it is not allowed
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false, // Apollo's own handler would race with ours
    parseOptions: { maxTokens: queryLimits.tokens },
    validationRules: [...rules],
    maxRecursiveSelections: queryLimits.recursiveSelections,
    formatError: (_formatted, error) => formatError(error, services.log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: services.config.drainMs }),
      { serverWillStart: () => Promise.resolve({ drainServer: drainSockets }) },
      fewErrors,
    ],
  });
}

/** A thousand errors would be a bigger answer than the question. */
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
