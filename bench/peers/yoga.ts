import { createServer } from 'node:http';
import { createRedisEventTarget } from '@graphql-yoga/redis-event-target';
import type { ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';
import { isListening, keepAliveMs, setting, typeDefs } from './schema.ts';

/** GraphQL Yoga with its Redis event target, over SSE (its default) and over graphql-ws as its manual describes. */
const pubSub = createPubSub<Record<string, [topic: string, state: object]>>({
  eventTarget: createRedisEventTarget({
    publishClient: new Redis(setting('REDIS_URL')),
    subscribeClient: new Redis(setting('REDIS_URL')),
  }),
});

const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs,
    resolvers: {
      Query: { isUp: () => true },
      Subscription: {
        pollResults: {
          subscribe: (_root: unknown, { pollId }: { pollId: string }) => pubSub.subscribe('pollResults', pollId),
          resolve: (state: object) => state,
        },
      },
    },
  }),
});

const http = createServer((request, response) => void yoga(request, response));
const wss = new WebSocketServer({ server: http, path: yoga.graphqlEndpoint });

interface Enveloped extends ExecutionArgs {
  readonly execute: (args: ExecutionArgs) => never;
  readonly subscribe: (args: ExecutionArgs) => never;
}

useServer(
  {
    execute: (args) => (args as Enveloped).execute(args),
    subscribe: (args) => (args as Enveloped).subscribe(args),
    onSubscribe: async (ctx, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...ctx,
        req: ctx.extra.request,
        socket: ctx.extra.socket,
        params,
      });
      const args = {
        schema,
        execute,
        subscribe,
        operationName: params.operationName,
        variableValues: params.variables,
        document: parse(params.query),
        contextValue: await contextFactory(),
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  wss,
  keepAliveMs,
);
http.listen(Number(setting('PORT')), '127.0.0.1', isListening);
