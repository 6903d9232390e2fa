import type { ClassType } from 'type-graphql';
import type { Scope } from './names.ts';

/** Kind of entry of `Municipality.today`, contributed by the domain of its subject. `Ctx`: context of a request. */
export interface TodayContribution<Ctx> {
  /** Value of the GraphQL enum TodayKind. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Member of the GraphQL union TodaySubject. */
  readonly type: ClassType;
  /** Name of `type` in the schema. */
  readonly typeName: string;
  /** Module of the subject; it must be switched on in the town. */
  readonly module: string;
  /** Scope that partners need to read the subject. */
  readonly scope: Scope;
  /** Entries of a town that the actor may see, earliest first, at most `limit`, in a constant number of statements. */
  list(ctx: Ctx, town: TodayTown, limit: number, asked: TodayAsked): Promise<readonly TodayMoment[]>;
}

/** Town whose entries are listed. */
export interface TodayTown {
  readonly id: string;
  readonly timeZone: string;
}

/** Street and house whose entries a visitor asks for. */
export interface TodayAsked {
  /** Street that the visitor named; null: the streets that the viewer follows, if any. */
  readonly streetId: string | null;
  /** House of that street; null: all its houses. */
  readonly houseNumber: string | null;
}

/** Moment of an event of today or soon, and the object that it concerns. */
export interface TodayMoment {
  readonly at: Date;
  /** End of the time in which the entry is of use; absent: `at`. */
  readonly until?: Date;
  readonly subject: object;
}

export interface TodayRegistry<Ctx> {
  /** Kinds of entries of `Municipality.today`, in the order of the domains. */
  readonly today: readonly TodayContribution<Ctx>[];
}
