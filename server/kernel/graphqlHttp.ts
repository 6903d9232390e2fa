import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import express from 'express';
import type { FormattedExecutionResult } from 'graphql';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { allowAnyOrigin } from './cors.ts';
import { secureHeaders, sendPlainError } from './http.ts';
import { queryLimits } from './queryLimits.ts';

/** Path of GraphQL over HTTP and WebSocket. */
export const graphqlPath = '/graphql';

export interface GraphqlHttpOptions {
  readonly apollo: ApolloServer<Context>;
  readonly config: Config;
  /** Context of a request; an error that it throws is the answer. */
  context(request: IncomingMessage, response: ServerResponse): Promise<Context>;
}

/** Access for pages of other origins, with a partner key or anonymously. */
const allowOtherSites = allowAnyOrigin({
  methods: ['GET', 'POST'],
  requestHeaders: ['Authorization', 'Content-Type', 'Apollo-Require-Preflight', 'GraphQL-Cost'],
  responseHeaders: ['RateLimit', 'RateLimit-Policy', 'Retry-After', 'WWW-Authenticate'],
});

const readJson = express.json({ limit: queryLimits.bodyBytes });

/**
 * Passes requests to Apollo without express, whose router costs as much as a vote
 * (docs/decisions/0007-graphql-past-the-router.md).
 */
export function graphqlOverHttp(
  options: GraphqlHttpOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const setSecureHeaders = secureHeaders(options.config);
  return (request, response) => {
    const fail = (error: unknown): void => {
      sendPlainError(response, error);
    };
    const run = (error?: unknown): void => {
      if (error === undefined) answer(options, request, response).catch(fail);
      else fail(error);
    };
    setSecureHeaders(request, response, () => {
      allowOtherSites(request, response, () => {
        readJson(request, response, run);
      });
    });
  };
}

/** Registered query by its hash, with its variables. */
export interface RegisteredQuery {
  readonly name: string;
  readonly id: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Executes a registered query without a request, under the same limits and rules as over HTTP. */
export async function executeRegistered(
  apollo: ApolloServer<Context>,
  { name, id, variables }: RegisteredQuery,
  contextValue: Context,
): Promise<FormattedExecutionResult> {
  const extensions = { persistedQuery: { version: 1, sha256Hash: id } };
  const { body } = await apollo.executeOperation(
    { operationName: name, variables: { ...variables }, extensions },
    { contextValue },
  );
  if (body.kind !== 'single') throw new Error('the schema has no @defer and no @stream');
  return body.singleResult;
}

/** Whether a request is for GraphQL, by its URL. */
export function isGraphql({ url = '' }: IncomingMessage): boolean {
  if (!url.startsWith(graphqlPath)) return false;
  return url.length === graphqlPath.length || url[graphqlPath.length] === '?';
}

async function answer(
  { apollo, context }: GraphqlHttpOptions,
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', body } = request;
  const query = url.indexOf('?');
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method,
      headers: headersOf(request),
      search: query < 0 ? '' : url.slice(query),
      body,
    },
    context: () => context(request, response),
  });
  if (answered.body.kind !== 'complete') throw new Error('the schema has no @defer and no @stream');
  const bytes = Buffer.from(answered.body.string);
  for (const [name, value] of answered.headers) response.setHeader(name, value);
  response.writeHead(answered.status ?? 200, { 'Content-Length': bytes.length }).end(bytes);
}

function headersOf({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
