import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import 'reflect-metadata';
import { buildSchema, getMetadataStorage } from 'type-graphql';
import { domains } from './domains.ts';
import type { Context } from './kernel/context.ts';
import { composeDomains, type Product } from './kernel/domain.ts';
import { fillOpenTypes } from './kernel/enum.ts';
import { DomainError } from './kernel/errors.ts';
import { toGlobalId } from './kernel/ids.ts';
import { NodeResolver } from './kernel/nodes.ts';
import { DeskType } from './municipality/municipality.types.ts';
import { mutationCodes } from './mutationCodes.ts';

type Described = Pick<Product, 'resolvers' | 'openTypes' | 'fieldScopes'>;

const schemas = new WeakMap<Described, Promise<GraphQLSchema>>();

/** Schema of a product, by default of all domains; built once per product in a process. */
export function createSchema(product: Described = composeDomains(domains)): Promise<GraphQLSchema> {
  const schema = schemas.get(product) ?? buildProductSchema(product);
  schemas.set(product, schema);
  return schema;
}

async function buildProductSchema({ resolvers, openTypes, fieldScopes }: Described): Promise<GraphQLSchema> {
  fillOpenTypes(openTypes);
  const schema = await buildSchema({
    resolvers: [NodeResolver, ...resolvers],
    orphanedTypes: [DeskType],
    validate: false,
    pubSub: { publish: refuse, subscribe: refuse }, // type-graphql asks for one; ours are `subscribe: live(topic)`
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) giveGlobalId(type);
    // type-graphql has no option for @oneOf.
    if (isInputObjectType(type)) type.isOneOf = type.extensions.isOneOf === true;
  }
  resolveAbstractTypes(schema);
  refusePartners(schema, fieldScopes);
  describeUserErrors(schema);
  describeScopes(schema, fieldScopes);
  describeRoots(schema);
  return schema;
}

/** Converts the UUIDs of entities to global ids, at one place for all types. */
function giveGlobalId(type: GraphQLObjectType): void {
  const { id } = type.getFields();
  if (id?.type.toString() === 'ID!') id.resolve = (source: { id: string }) => toGlobalId(type.name, source.id);
}

/** Resolves abstract types synchronously: type-graphql would await each type, although ours are names. */
function resolveAbstractTypes(schema: GraphQLSchema): void {
  const { unions, interfaceTypes } = getMetadataStorage();
  for (const { name, resolveType } of [...unions, ...interfaceTypes]) {
    const type = schema.getType(name);
    if (resolveType === undefined || !isAbstractType(type)) continue;
    type.resolveType = (...asked) => {
      const said = resolveType(...asked);
      return typeof said === 'string' ? said : undefined;
    };
  }
}

/** Adds the codes of the user errors of each mutation to its description. */
function describeUserErrors(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const codes = mutationCodes[field.name] ?? [];
    const sentence = codes.length === 0 ? 'It has no user errors.' : `User errors: ${codes.join(', ')}.`;
    field.description = `${field.description ?? ''}\n\n${sentence}`;
  }
}

/** Adds the required scopes to the descriptions of fields and types; other mutations are described as not for keys. */
function describeScopes(schema: GraphQLSchema, fieldScopes: Described['fieldScopes']): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const scopes = fieldScopes.get(type.name);
    if (scopes !== undefined) type.description = `${type.description ?? ''}\n\n${needOf(scopes)}`;
    for (const field of Object.values(type.getFields())) {
      const own = fieldScopes.get(`${type.name}.${field.name}`);
      const isForPeople = type === schema.getMutationType() && own === undefined;
      const sentence = isForPeople ? 'Not for keys.' : own && needOf(own);
      if (sentence !== undefined) field.description = `${field.description ?? ''}\n\n${sentence}`;
    }
  }
}

function needOf(scopes: readonly string[]): string {
  return `Keys need the scope ${scopes.join(' or ')}.`;
}

/** Adds descriptions to the root types, for which type-graphql has no option. */
function describeRoots(schema: GraphQLSchema): void {
  const roots = [
    [schema.getQueryType(), 'Queries: data that is read once.'],
    [schema.getMutationType(), 'Mutations: changes. Each mutation has one input, and a payload of its own.'],
    [
      schema.getSubscriptionType(),
      'Subscriptions over graphql-ws: first the changes since `after` or the whole state, then each change.',
    ],
  ] as const;
  for (const [type, description] of roots) if (type) type.description = description;
}

/** Refuses partners in mutations without a scope (FORBIDDEN); for the others the domains' rules decide. */
function refusePartners(schema: GraphQLSchema, fieldScopes: Described['fieldScopes']): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field;
    if (fieldScopes.has(`Mutation.${field.name}`)) continue;
    field.resolve = (source, args, ctx: Context, info): unknown => {
      if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
      return resolve(source, args, ctx, info);
    };
  }
}

function refuse(): never {
  throw new Error('use live(topic) and write()/record()');
}
