import type { ClassType } from 'type-graphql';
import type { DomainEvent } from './domainEvent.ts';
import type { Scope } from './names.ts';

/** Kind of subject in the feeds of groups, contributed by the domain of the subject. */
export interface FeedContributionOf<Context> {
  /** Value of the GraphQL enum FeedKind; stored with each entry. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Member of the GraphQL union FeedSubject. */
  readonly type: ClassType;
  /** Name of `type` in the schema. */
  readonly typeName: string;
  /** Module of the subject; it must be switched on in the town. */
  readonly module: string;
  /** Scope that partners need to read the subject. */
  readonly scope: Scope;
  /** Id of the subject of an event with these facts; undefined if the event concerns no subject of this kind. */
  idOf(facts: FeedFacts): string | undefined;
  /** Subjects that the actor may see; hidden ones are left out. */
  load(ctx: Context, ids: readonly string[]): Promise<readonly FeedSubject[]>;
}

/** Facts of an event in the log of a feed. */
export type FeedFacts = Readonly<Record<string, unknown>>;
export type FeedSubject = Readonly<Record<'id', string>>;
export type FeedEvent = DomainEvent<{ readonly municipalityId: string }>;
/** Maintains the feeds; implemented by the domain `feed`. */
export interface FeedPortOf<Tx> {
  /** Adds the subject of the event to the feeds of these groups. */
  add(tx: Tx, event: FeedEvent, groupIds: readonly string[]): Promise<void>;
  /** Announces in every feed with the subject that it has changed. */
  change(tx: Tx, event: FeedEvent): Promise<void>;
  /** Removes the subject from every feed. */
  remove(tx: Tx, event: FeedEvent): Promise<void>;
}
