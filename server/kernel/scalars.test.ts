import { graphql, GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { formatError } from './errors.ts';
import { createLog } from './log.ts';
import { PageCursor } from './scalars.ts';

test('a cursor that is no short text is the fault of whoever sent it', async () => {
  const list = { type: GraphQLInt, args: { after: { type: PageCursor } } };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { list } }) });
  const source = 'query($after: PageCursor) { list(after: $after) }';
  for (const after of ['a'.repeat(5000), 17, { a: 1 }]) {
    const { errors = [] } = await graphql({ schema, source, variableValues: { after } });
    const codes = errors.map((error) => formatError(error, { log: createLog('silent') }).extensions?.code);
    expect(codes).toEqual(['BAD_CURSOR']);
  }
});
