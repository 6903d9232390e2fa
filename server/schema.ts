import 'reflect-metadata';
import {
  defaultFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { buildSchema, getMetadataStorage } from 'type-graphql';
import type { Context } from './kernel/context.ts';
import { DomainError } from './kernel/errors.ts';
import { toGlobalId } from './kernel/ids.ts';
import { DeskType } from './municipality/municipality.types.ts';
import { resolvers } from './resolvers.ts';

export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers,
    orphanedTypes: [DeskType],
    validate: false,
    pubSub: { publish: refuse, subscribe: refuse }, // type-graphql asks for one; ours are `subscribe: live(topic)`
  });
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) giveGlobalId(type);
  resolveAbstractTypes(schema);
  refusePartners(schema);
  return schema;
}

/** Entities hold uuids; the world sees global ids. One place, so that no type can forget it. */
function giveGlobalId(type: GraphQLObjectType): void {
  const { id } = type.getFields();
  if (id?.type.toString() === 'ID!') id.resolve = (source: { id: string }) => toGlobalId(type.name, source.id);
}

/** type-graphql waits for each answer; ours come at once, and are names. */
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

/** What keys may change at all; how much of it, the domains' rules say. Every other mutation is for people. */
const partnerMutations: ReadonlySet<string> = new Set(['reportIssue', 'createPost', 'revisePost']);

function refusePartners(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field;
    if (partnerMutations.has(field.name)) continue;
    field.resolve = (source, args, ctx: Context, info): unknown => {
      if (ctx.actor.kind === 'partner') throw new DomainError('FORBIDDEN');
      return resolve(source, args, ctx, info);
    };
  }
}

function refuse(): never {
  throw new Error('use live(topic) and write()/record()');
}
