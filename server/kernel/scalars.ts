import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate, GraphQLUUID } from 'graphql-scalars';

/** Scalar with the URL of its specification. */
function specified<In, Out>(scalar: GraphQLScalarType<In, Out>, specifiedByURL: string): GraphQLScalarType<In, Out> {
  return new GraphQLScalarType({ ...scalar.toConfig(), specifiedByURL });
}

export const DateTime = specified(GraphQLDateTime, 'https://scalars.graphql.org/andimarek/date-time.html');
const uuid = specified(GraphQLUUID, 'https://www.rfc-editor.org/rfc/rfc9562');
/** UUIDs are accepted in either case and always converted to lower case. */
export const UUID = new GraphQLScalarType<string, string>({
  ...uuid.toConfig(),
  parseValue: (value) => uuid.parseValue(value).toLowerCase(),
  parseLiteral: (node, variables) => uuid.parseLiteral(node, variables).toLowerCase(),
});
export const LocalDate = specified(GraphQLLocalDate, 'https://scalars.graphql.org/andimarek/local-date.html');

/** Scalar of opaque cursors; whether a cursor is genuine is checked where it is read (BAD_CURSOR). */
function cursorScalar(name: string, description: string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= 2000) return value;
    // Not a TypeError, which would be answered as INTERNAL.
    throw new GraphQLError(`${name} must be a short string`, { extensions: { code: 'BAD_CURSOR' } });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL: 'https://relay.dev/graphql/connections.htm#sec-Cursor',
    serialize: parse,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const PageCursor = cursorScalar(
  'PageCursor',
  'Encrypted position in one list of one town; opaque. The same position always has the same cursor.',
);
export const StreamCursor = cursorScalar(
  'StreamCursor',
  'Encrypted position (topic and version) in a stream; opaque. The newest one, sent as `after`, resumes without a gap.',
);

export const GeoJSON = new GraphQLScalarType<object, object>({
  name: 'GeoJSON',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc7946',
  description: 'A GeoJSON geometry (RFC 7946), WGS 84, longitude before latitude.',
  serialize: (value) => {
    if (typeof value !== 'object' || value === null) throw new TypeError('GeoJSON must be an object');
    return value;
  },
});
