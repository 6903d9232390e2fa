import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate, GraphQLUUID } from 'graphql-scalars';

export const DateTime = GraphQLDateTime;
export const UUID = GraphQLUUID;
export const LocalDate = GraphQLLocalDate;

/** A cursor is opaque text to clients; whether it is genuine is decided where it is read (BAD_CURSOR). */
function cursorScalar(name: string, description: string): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value === 'string' && value.length <= 500) return value;
    // Not a TypeError: that would be ours, and answered as INTERNAL.
    throw new GraphQLError(`${name} must be a short string`, { extensions: { code: 'BAD_CURSOR' } });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: parse,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const PageCursor = cursorScalar('PageCursor', 'Signed position in one page list of one town; opaque.');
export const StreamCursor = cursorScalar(
  'StreamCursor',
  'Signed position (topic and version) in a stream: give the newest one as `after` to miss nothing; opaque.',
);

export const GeoJSON = new GraphQLScalarType<object, object>({
  name: 'GeoJSON',
  description: 'A GeoJSON geometry (RFC 7946), WGS 84, longitude before latitude.',
  serialize: (value) => {
    if (typeof value !== 'object' || value === null) throw new TypeError('GeoJSON must be an object');
    return value;
  },
});
