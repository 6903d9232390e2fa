import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from './context.ts';
import { DomainError } from './errors.ts';
import { NodeType, readGlobalId } from './ids.ts';

/** Finds an object by uuid if the actor may see it; null otherwise. */
type LoadNode = (ctx: Context, id: string) => Promise<object | null>;

const loaders = new Map<string, LoadNode>();

/** A domain says how its type is found again, with the same rules as on every other path. */
export function registerNode(type: string, load: LoadNode): void {
  loaders.set(type, load);
}

/** An object another one refers to: it is there, or it is hidden like any unknown id. */
export async function found<T>(loading: Promise<T | null>): Promise<T> {
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

  @Query(() => [NodeType], { nullable: 'items', description: 'Several objects in the order asked; unknown ones null.' })
  nodes(
    @Arg('ids', () => [ID], { description: 'At most 100 global ids.' }) ids: string[],
    @Ctx() ctx: Context,
  ): Promise<(NodeType | null)[]> {
    if (ids.length > 100) throw new DomainError('BAD_USER_INPUT', { limit: 100 });
    return Promise.all(ids.map((id) => loadNode(ctx, id)));
  }
}

/** Hidden is like unknown, whichever way its domain says so. */
async function loadNode(ctx: Context, globalId: string): Promise<NodeType | null> {
  const known = readGlobalId(globalId);
  const load = known && loaders.get(known.type);
  if (load === undefined || known === undefined) return null;
  try {
    return (await load(ctx, known.id)) as NodeType | null;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
