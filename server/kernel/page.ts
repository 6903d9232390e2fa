import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Context } from './context.ts';
import { readCursor, signCursor } from './cursor.ts';
import { DomainError } from './errors.ts';
import { PageCursor } from './scalars.ts';

@ObjectType('PageInfo', { description: 'Where a page lies in its list (Relay cursor connections).' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'More after this page.' })
  declare hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Something before this page.' })
  declare hasPreviousPage: boolean;

  @Field(() => PageCursor, { nullable: true, description: 'Cursor of the first edge.' })
  declare startCursor: string | null;

  @Field(() => PageCursor, { nullable: true, description: 'Cursor of the last edge: give it as `after`.' })
  declare endCursor: string | null;
}

export interface Edge<T> {
  readonly node: T;
  readonly cursor: string;
}
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfoType;
}

/** `connectionOf(PollType, 'Poll')` → the type PollConnection with PollEdge. */
export function connectionOf<T extends object>(Node: ClassType<T>, name: string): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} of a page.` })
  class EdgeType implements Edge<T> {
    @Field(() => Node, { description: 'The object.' })
    declare node: T;

    @Field(() => PageCursor, { description: 'Position of this edge.' })
    declare cursor: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class ConnectionType implements Connection<T> {
    @Field(() => [EdgeType], { description: 'The objects of this page in order.' })
    declare edges: EdgeType[];

    @Field(() => PageInfoType, { description: 'Where this page lies.' })
    declare pageInfo: PageInfoType;
  }
  return ConnectionType;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'Size of the page, 1 to 100.' })
  declare first: number;

  @Field(() => PageCursor, { nullable: true, description: 'Only what comes after this cursor of the same list.' })
  declare after?: string | null;
}

/** Values a list is ordered by, the last one unique; they travel inside the cursor as JSON. */
export type Position = readonly (string | number | boolean)[];

export interface PageSource<T, P extends Position> {
  /** Names the list (with its town and filters): a cursor of another list is BAD_CURSOR. */
  readonly scope: string;
  /** At most `limit` rows after `position` (undefined: from the start), in list order. */
  load(limit: number, position: P | undefined): Promise<readonly T[]>;
  positionOf(row: T): P;
}

export async function readPage<T, P extends Position>(
  ctx: Context,
  { first, after }: PageArgs,
  source: PageSource<T, P>,
): Promise<Connection<T>> {
  if (first < 1 || first > 100) throw new DomainError('BAD_USER_INPUT', { argument: 'first', limit: 100 });
  const position: P | undefined = after == null ? undefined : JSON.parse(readCursor(ctx.secret, source.scope, after));
  const rows = await source.load(first + 1, position);
  /** Signed when it is asked for: most pages ask for their last one only. */
  const edges = rows.slice(0, first).map((node) => ({
    node,
    get cursor() {
      return signCursor(ctx.secret, source.scope, JSON.stringify(source.positionOf(node)));
    },
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: position !== undefined,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}
