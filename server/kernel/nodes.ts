import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { validate } from 'uuid';
import type { Context, Node } from './context.ts';
import { loadedCost } from './cost.ts';
import { DomainError } from './errors.ts';
import { markNodeType, NodeType, splitGlobalId } from './ids.ts';

/**
 * Defines how objects of the GraphQL type `type` are found by id; `load` returns null for unknown and hidden ones.
 * `isId` checks an id before a statement uses it; by default ids are UUIDs.
 */
export function node(type: string, load: Node['load'], isId: Node['isId'] = validate): Node {
  return { type, load, isId };
}

/** Object that another one refers to; throws NOT_FOUND if it is unknown or hidden. */
export async function requireFound<T>(loading: Promise<T | null>): Promise<T> {
  const entity = await loading;
  if (entity === null) throw new DomainError('NOT_FOUND');
  return entity;
}

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, {
    nullable: true,
    complexity: loadedCost,
    description: 'Object with this global id; NOT_FOUND if it is unknown or hidden.',
  })
  async node(@Arg('id', () => ID, { description: 'Global id.' }) id: string, @Ctx() ctx: Context): Promise<NodeType> {
    const node = await loadNode(ctx, id);
    if (node === null) throw new DomainError('NOT_FOUND');
    return node;
  }

  @Query(() => [NodeType], {
    nullable: 'itemsAndList',
    complexity: loadedCost,
    description: 'Objects in the order of their ids; null for unknown and hidden ones. At most 100.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'At most 100 global ids.' }) ids: string[],
    @Ctx() ctx: Context,
  ): Promise<(NodeType | null)[]> {
    if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
    return Promise.all(ids.map((id) => loadNode(ctx, id)));
  }
}

/** Object with a global id; null if it is unknown or hidden, whether its domain returns null or throws NOT_FOUND. */
export async function loadNode(ctx: Context, globalId: string): Promise<NodeType | null> {
  const known = splitGlobalId(globalId);
  const node = known && ctx.registry.nodes.get(known.type);
  if (node === undefined || known === undefined || !node.isId(known.id)) return null;
  try {
    const found = (await node.load(ctx, known.id)) as NodeType | null;
    return found && markNodeType(found, node.type);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
