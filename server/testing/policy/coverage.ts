import {
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';

/**
 * Types without a row of their own: plain values and the viewer's permissions, which reveal no more than their object.
 */
const values: ReadonlySet<string> = new Set(['Permission', 'Point', 'PageInfo']);
/** Scalars that may be withheld although their object is visible. */
const withheld = ['Group.memberCount', 'Issue.reporterEmail', 'Municipality.viewerSender'];

/**
 * All ways into the server: root fields, each type of `node`, and each field of such a type that leads to other
 * objects. A way without a row in the matrix is untested.
 */
export function waysInto(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const rootFields = roots.flatMap((type) => (type ? fieldsOf(type) : []));
  const nodeType = schema.getType('Node');
  const found = isInterfaceType(nodeType) ? [...schema.getPossibleTypes(nodeType)] : [];
  const edges = found.flatMap((type) =>
    fieldsOf(type).filter((_, n) => leadsOn(Object.values(type.getFields())[n]?.type)),
  );
  const nodes = found.map(({ name }) => `node ${name}`);
  // Each type of `node` has a row instead.
  return [...rootFields.filter((field) => field !== 'Query.node'), ...nodes, ...edges, ...withheld];
}

function fieldsOf(type: GraphQLObjectType): string[] {
  return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
}

function leadsOn(type: Parameters<typeof getNamedType>[0]): boolean {
  const named = getNamedType(type);
  return (isObjectType(named) || isAbstractType(named)) && !values.has(named.name);
}
