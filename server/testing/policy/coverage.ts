import {
  getNamedType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';

/** Plain values, and what a viewer is told about the viewer's own possibilities: never more than their object. */
const values: ReadonlySet<string> = new Set(['Permission', 'Point', 'PageInfo']);
/** Scalars that are withheld although their object is shown. */
const withheld = ['Group.memberCount', 'Issue.reporterEmail', 'Municipality.viewerSender'];

/**
 * Every way in: root fields, each type that `node` finds, and each field of such a type that leads on to other objects. What
 * a way without a row lets through, nobody has thought about.
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
  // `node` itself has a row for each type.
  return [...rootFields.filter((field) => field !== 'Query.node'), ...nodes, ...edges, ...withheld];
}

function fieldsOf(type: GraphQLObjectType): string[] {
  return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
}

function leadsOn(type: Parameters<typeof getNamedType>[0]): boolean {
  const named = getNamedType(type);
  return (isObjectType(named) || isAbstractType(named)) && !values.has(named.name);
}
