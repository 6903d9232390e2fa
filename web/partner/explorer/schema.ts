import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import sdl from '../../../schema/schema.graphql?raw';
import type { Connection } from './connection.ts';

/**
 * Schema from the introspection of this server where it is permitted (demo mode, a key); otherwise the schema of the
 * page's build.
 */
export async function loadSchema(connection: Connection): Promise<GraphQLSchema> {
  try {
    const { data } = await connection.ask({ query: getIntrospectionQuery({ descriptions: true }) });
    if (isIntrospection(data)) return buildClientSchema(data);
  } catch {
    // no answer, or none with a schema
  }
  return buildSchema(sdl);
}

function isIntrospection(data: unknown): data is IntrospectionQuery {
  return typeof data === 'object' && data !== null && '__schema' in data;
}
