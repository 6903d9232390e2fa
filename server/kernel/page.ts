import { ArgsType, type ClassType, Field, Int, ObjectType, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { decryptCursor, encryptCursor } from './cursor.ts';
import { DomainError } from './errors.ts';
import { PageCursor } from './scalars.ts';

@ObjectType('PageInfo', { description: 'Position of a page in its list (Relay cursor connections).' })
class PageInfoType {
  @Field(() => Boolean, { description: 'True if the list continues after this page.' })
  declare hasNextPage: boolean;

  @Field(() => Boolean, { description: 'True if the list has entries before this page.' })
  declare hasPreviousPage: boolean;

  @Field(() => PageCursor, { nullable: true, description: 'Cursor of the first edge; null for an empty page.' })
  declare startCursor: string | null;

  @Field(() => PageCursor, {
    nullable: true,
    description: 'Cursor of the last edge, for `after` of the next page; null for an empty page.',
  })
  declare endCursor: string | null;
}

export interface Edge<T> {
  readonly node: T;
  readonly cursor: string;
}
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfoType;
  /** Counts the whole list when called; null where counting is too expensive. */
  readonly countAll: () => Promise<number | null>;
}

/** Makes connection types: `connectionOf(PollType, 'Poll')` is the type PollConnection, with edges of type PollEdge. */
export function connectionOf<T extends object>(Node: ClassType<T>, name: string): ClassType<Page<T>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} of a page.` })
  class EdgeType implements Edge<T> {
    @Field(() => Node, { description: 'The object.' })
    declare node: T;

    @Field(() => PageCursor, { description: 'Position of this edge in the list.' })
    declare cursor: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class ConnectionType implements Page<T> {
    @Field(() => [EdgeType], { description: 'The objects of this page in order, with their cursors.' })
    declare edges: EdgeType[];

    @Field(() => [Node], {
      description: 'The objects of this page in order, without their cursors.',
    })
    declare nodes: T[];

    @Field(() => PageInfoType, { description: 'Position of this page in the list.' })
    declare pageInfo: PageInfoType;
  }
  return ConnectionType;
}

/** Properties of every connection type. */
type Page<T> = Pick<Connection<T>, 'edges' | 'nodes' | 'pageInfo'>;

/** Cost of counting a list, in points. */
const countCost = 20;

/** Makes connection types like `connectionOf`, with the field `totalCount`. */
export function countedConnectionOf<T extends object>(Node: ClassType<T>, name: string): ClassType<Page<T>> {
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class CountedConnectionType extends connectionOf(Node, name) {
    @Field(() => Int, {
      nullable: true,
      complexity: countCost,
      description: 'Number of entries in the whole list that the viewer may see; null where counting is too expensive.',
    })
    totalCount(@Root() { countAll }: Connection<T>): Promise<number | null> {
      // A resolver, because compiled queries (compiled.ts) do not call functions that a row has as properties.
      return countAll();
    }
  }
  return CountedConnectionType;
}

/** Entries of a page: those that come without `first`, and the most that may be asked for. */
export const pageSizes = { usual: 20, largest: 100 } as const;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: pageSizes.usual,
    description: `Maximum number of entries of the page, 0 to ${pageSizes.largest}.`,
  })
  declare first: number;

  @Field(() => PageCursor, {
    nullable: true,
    description: 'Cursor of the same list; the page begins with the entry after it.',
  })
  declare after?: string | null;
}

/** Values by which a list is ordered, the last one unique; cursors contain them as JSON. */
export type Position = readonly (string | number | boolean)[];

export interface PageSource<T, P extends Position> {
  /** Name of the list, including its town and filters; cursors of other lists are BAD_CURSOR. */
  readonly scope: string;
  /** At most `limit` rows after `position` in list order; undefined: from the start. */
  load(limit: number, position: P | undefined): Promise<readonly T[]>;
  positionOf(row: T): P;
  /** Number of rows in the whole list; only where counting is cheap. */
  count?(): Promise<number>;
}

/** Page of a list. Throws BAD_USER_INPUT if `first` is outside 0 to 100, BAD_CURSOR for cursors of other lists. */
export async function readPage<T, P extends Position>(
  ctx: Context,
  { first, after }: PageArgs,
  source: PageSource<T, P>,
): Promise<Connection<T>> {
  if (first < 0 || first > pageSizes.largest) {
    throw new DomainError('BAD_USER_INPUT', { argument: 'first', limit: pageSizes.largest });
  }
  const position: P | undefined =
    after == null ? undefined : JSON.parse(decryptCursor(ctx.secret, source.scope, after));
  const rows = await source.load(first + 1, position);
  /** Cursors are encrypted when they are read, because most requests ask only for the last one. */
  const edges = rows.slice(0, first).map((node) => ({
    node,
    get cursor() {
      return encryptCursor(ctx.secret, source.scope, JSON.stringify(source.positionOf(node)));
    },
  }));
  return {
    edges,
    get nodes() {
      return edges.map(({ node }) => node);
    },
    countAll: async () => (await source.count?.()) ?? null,
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
