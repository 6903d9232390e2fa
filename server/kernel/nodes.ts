import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { validate } from 'uuid';
import type { Context, Node } from './context.ts';
import { DomainError } from './errors.ts';
import { markNodeType, NodeType, splitGlobalId } from './ids.ts';

/**
 * Says how objects of the GraphQL type `type` are found by id; null: unknown, or hidden from the actor. `isId` checks the
 * id before a statement holds it; absent: ids of the type are uuids.
 */
export function node(type: string, load: Node['load'], isId: Node['isId'] = validate): Node {
  return { type, load, isId };
}

/** An object another one refers to: it is there, or it is hidden like any unknown id. */
export async function requireFound<T>(loading: Promise<T | null>): Promise<T> {
  const entity = await loading;
  if (entity === null) throw new DomainError('NOT_FOUND');
  return entity;
}

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, {
    nullable: true,
    description: 'Any object by its global id; NOT_FOUND if unknown or hidden.',
  })
  async node(@Arg('id', () => ID, { description: 'Global id.' }) id: string, @Ctx() ctx: Context): Promise<NodeType> {
    const node = await loadNode(ctx, id);
    if (node === null) throw new DomainError('NOT_FOUND');
    return node;
  }

  @Query(() => [NodeType], {
    nullable: 'itemsAndList',
    description: 'Several objects in the order asked; unknown ones null. At most 100.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'At most 100 global ids.' }) ids: string[],
    @Ctx() ctx: Context,
  ): Promise<(NodeType | null)[]> {
    if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
    return Promise.all(ids.map((id) => loadNode(ctx, id)));
  }
}

/** Hidden is like unknown, whichever way its domain says so. */
export async function loadNode(ctx: Context, globalId: string): Promise<NodeType | null> {
  const known = splitGlobalId(globalId);
  const node = known && ctx.registry.nodes.get(known.type);
  if (node === undefined || known === undefined || !node.isId(known.id)) return null;
  try {
    const requireFound = (await node.load(ctx, known.id)) as NodeType | null;
    return requireFound && markNodeType(requireFound, node.type);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
