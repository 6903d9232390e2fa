import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import sdl from '../../../schema/schema.graphql?raw';
import type { Connection } from './connection.ts';

/** What this very server says of itself, where it tells (a demo, a key); otherwise what this page was built with. */
export async function loadSchema(connection: Connection): Promise<GraphQLSchema> {
  try {
    const { data } = await connection.ask({ query: getIntrospectionQuery({ descriptions: true }) });
    if (isIntrospection(data)) return buildClientSchema(data);
  } catch {
    // nobody answered, or not with a schema
  }
  return buildSchema(sdl);
}

function isIntrospection(data: unknown): data is IntrospectionQuery {
  return typeof data === 'object' && data !== null && '__schema' in data;
}
