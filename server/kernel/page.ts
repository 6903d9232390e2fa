import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Context } from './context.ts';
import { decryptCursor, encryptCursor } from './cursor.ts';
import { DomainError } from './errors.ts';
import { PageCursor } from './scalars.ts';

@ObjectType('PageInfo', { description: 'Where a page lies in its list (Relay cursor connections).' })
class PageInfoType {
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
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfoType;
  /** Counts the whole list when it is asked for; null where that would be dear. */
  readonly totalCount: () => Promise<number | null>;
}

/** `connectionOf(PollType, 'Poll')` → the type PollConnection with PollEdge. */
export function connectionOf<T extends object>(Node: ClassType<T>, name: string): ClassType<Page<T>> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} of a page.` })
  class EdgeType implements Edge<T> {
    @Field(() => Node, { description: 'The object.' })
    declare node: T;

    @Field(() => PageCursor, { description: 'Position of this edge.' })
    declare cursor: string;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class ConnectionType implements Page<T> {
    @Field(() => [EdgeType], { description: 'The objects of this page in order, with their cursors.' })
    declare edges: EdgeType[];

    @Field(() => [Node], {
      description: 'The objects of this page in order, for whoever needs no cursors between them.',
    })
    declare nodes: T[];

    @Field(() => PageInfoType, { description: 'Where this page lies.' })
    declare pageInfo: PageInfoType;
  }
  return ConnectionType;
}

/** What every connection type has. */
type Page<T> = Pick<Connection<T>, 'edges' | 'nodes' | 'pageInfo'>;

/** Counting reads as much as a page of so many objects. */
const countCost = 20;

/** The same for a list that can be counted: with `totalCount`. */
export function countedConnectionOf<T extends object>(Node: ClassType<T>, name: string): ClassType<Page<T>> {
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class CountedConnectionType extends connectionOf(Node, name) {
    @Field(() => Int, {
      nullable: true,
      complexity: countCost,
      description: 'How many the whole list has for this reader; null where counting would be dear.',
    })
    declare totalCount: () => Promise<number | null>;
  }
  return CountedConnectionType;
}

/** Entries of a page: those that come without `first`, and the most that may be asked for. */
export const pageSizes = { usual: 20, largest: 100 } as const;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    defaultValue: pageSizes.usual,
    description: `Size of the page, 0 to ${pageSizes.largest}.`,
  })
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
  /** How many the whole list has; only where that is cheap. */
  count?(): Promise<number>;
}

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
  /** Encrypted when it is asked for: most pages ask for their last one only. */
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
    totalCount: async () => (await source.count?.()) ?? null,
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
