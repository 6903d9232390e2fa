import { FlushMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgBoss } from 'pg-boss';
import type { ClassType } from 'type-graphql';
import type { Actor, Person } from './actor.ts';
import type { AuditRegistry } from './audit.ts';
import type { Config } from './config.ts';
import type { DomainEventRow } from './events.entity.ts';
import type { FileStore } from './files.ts';
import type { InboxView, Letter, MailContent, MessageRequest, StoredMessage } from './letter.ts';
import type { Limits } from './limits.ts';
import type { Bus } from './live/hint.ts';
import type { Log } from './log.ts';
import type { MailTransport } from './mail.ts';
import type { Module, Scope } from './names.ts';
import type { Presence } from './presence.ts';
import type { Queue } from './queue.ts';

/** What the process offers to everyone; made once in app.ts. */
export interface Services {
  readonly config: Config;
  /** The root entity manager; never queried itself, only forked. */
  readonly em: SqlEntityManager;
  readonly registry: Registry;
  readonly bus: Bus;
  /** The job queue on the same database; written to by enqueue() only. */
  readonly boss: PgBoss;
  readonly limits: Limits;
  readonly presence: Presence;
  readonly log: Log;
  readonly mail: MailTransport;
  readonly files: FileStore;
  /** 256 random bits of this installation: signs cursors and links. */
  readonly secret: string;
  /** True from the moment the process was asked to end. */
  isDraining(): boolean;
  /** Origin for links, without a trailing slash; of a town's pages: its own host, if it has one. */
  publicUrl(ags?: string): string;
  now(): Date;
}

/** What the domains contribute to requests and jobs; made once by composeDomains() and never changed. */
export interface Registry {
  /** By type of event, in the order of the domains. */
  readonly listeners: ReadonlyMap<string, readonly Listener[]>;
  /** By name of the queue. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** By name of the GraphQL type. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** By what uses a photo. */
  readonly photoRules: ReadonlyMap<string, PhotoRule>;
  readonly channels: readonly Channel[];
  /** Parts of the product that a town may switch off, in the order of the domains. */
  readonly modules: readonly Module[];
  /** What the domains add to the town of the demonstration, in their order. */
  readonly seeds: readonly Seed[];
  /** Names of the live streams that may be subscribed to. */
  readonly topics: ReadonlySet<string>;
  readonly audit: AuditRegistry;
  /** What stands in feeds, in the order of the domains. */
  readonly feeds: readonly FeedContribution[];
  /** Absent only in a product without the domain that keeps feeds. */
  readonly feedPort?: FeedPort;
  /** By kind, in the order of the domains; their audiences hold what later domains add. */
  readonly messages: ReadonlyMap<string, MessageContribution>;
  /** Absent only in a product without the domain that delivers messages. */
  readonly messagePort?: MessagePort;
}

/** A reaction to a kind of event, in the transaction that records the event; made by on(). */
export interface Listener {
  readonly type: string;
  run(tx: Tx, event: DomainEvent<never>): Promise<void> | void;
}

/** The work of a queue; made by handle(). */
export interface Job {
  readonly queue: Queue<object>;
  run(services: Services, data: never): Promise<void>;
}

/** How objects of a GraphQL type are found by id, with the rules of every other path; made by node(). */
export interface Node {
  readonly type: string;
  /** Checks the form of an id before a statement holds it. */
  isId(id: string): boolean;
  /** Null: unknown, or hidden from the actor. */
  load(ctx: Context, id: string): Promise<object | null>;
}

/** Who may see the photos that are used by `usedBy`; made by photoRule(). */
export interface PhotoRule {
  readonly usedBy: string;
  /** `isProven`: the address of the photo itself proves that whoever has the address may see the photo. */
  maySee(ctx: Context, photoId: string, isProven: boolean): Promise<boolean>;
  /** The photo for `node(id:)`, with what its user adds to it; null: hidden. Absent: the schema shows only its address. */
  readonly show?: (ctx: Context, photoId: string) => Promise<object | null>;
}

/** A way to a person; made by defineChannel(). */
export interface Channel {
  /** Value of the GraphQL enum Channel; stored with each delivery. */
  readonly name: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Whether the channel is used for the groups of a person who has not chosen. */
  readonly byGroups: boolean;
  /** Whether the channel is used for a person's own reports, which cannot be switched off. */
  readonly byReports: boolean;
  /** Whether the channel can carry messages of this kind; absent: the channel carries every kind. */
  carries?(message: MessageContribution): boolean;
  /** Sends one letter; absent: a message that is written has arrived. */
  readonly job?: Job;
}

/** One kind of message, contributed by the domain that owns the subject; made by defineMessage(). */
export interface MessageContribution {
  /** Value of the GraphQL enum MessageKind; stored with each message. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Module that must be switched on in the town: without it nobody is sent the message, and inboxes hide the message. */
  readonly module: string;
  /**
   * Recipients: SQL over the row `m` of table message that returns rows (person_id, group_id); group_id is the group by
   * which the message reaches the person, or null. The query runs when the message is fanned out and again before each
   * letter is sent, so a condition that no longer holds stops the rest. It uses only the domain's own tables and the SQL
   * fragments that earlier domains export.
   */
  readonly audience: string;
  /** SQL condition over `m`, the audience row `a` and the channel `c` (c.name): true where the person refuses this channel. */
  readonly refused?: string;
  /** What the inbox shows. */
  readonly inbox: InboxReader;
  /** Text of a letter by mail; 'NONE': the message never leaves the app. Throws NoLongerWanted. */
  readonly mail: 'NONE' | ((ctx: Context, letter: Letter) => Promise<MailContent>);
}

/** Reads what messages are about; one reader may serve several kinds, whose messages it then reads together. */
export interface InboxReader {
  /** Members of the GraphQL unions InboxSubject and InboxContent. */
  readonly subjectTypes: readonly ClassType[];
  readonly contentTypes?: readonly ClassType[];
  /** A constant number of statements for all messages; returns what `person` may read of each of them now. */
  read(
    ctx: Context,
    person: string,
    messages: readonly StoredMessage[],
  ): Promise<(message: StoredMessage) => InboxView>;
}

/** Stores messages and fans them out; implemented by the domain notification. */
export interface MessagePort {
  enqueue(tx: Tx, kind: string, request: MessageRequest, options: { readonly startAfter?: Date }): Promise<void>;
  recall(tx: Tx, kind: string, request: MessageRequest): Promise<void>;
}

/** One kind of subject that stands in the feeds of groups, contributed by the domain that owns the subject. */
export interface FeedContribution {
  /** Value of the GraphQL enum FeedKind; stored with each entry. */
  readonly kind: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Member of the GraphQL union FeedSubject. */
  readonly type: ClassType;
  /** Name of that type in the schema. */
  readonly typeName: string;
  /** Module that must be switched on in the town. */
  readonly module: string;
  /** Scope that a partner needs. */
  readonly scope: Scope;
  /** Id of the subject that an event with these facts is about; undefined: the event is about no subject of this kind. */
  idOf(facts: FeedFacts): string | undefined;
  /** Subjects as everybody who reads the feed may see them; hidden ones are left out. */
  load(ctx: Context, ids: readonly string[]): Promise<readonly FeedSubject[]>;
}

/** Facts of an event that stands in the log of a feed. */
export type FeedFacts = Readonly<Record<string, unknown>>;
export interface FeedSubject {
  readonly id: string;
}
export type FeedEvent = DomainEvent<{ readonly municipalityId: string }>;

/** Keeps the feeds; implemented by the domain feed. */
export interface FeedPort {
  /** The subject appears in the feeds of these groups. */
  add(tx: Tx, event: FeedEvent, groupIds: readonly string[]): Promise<void>;
  /** The subject says something else wherever it stands. */
  change(tx: Tx, event: FeedEvent): Promise<void>;
  /** The subject leaves every feed. */
  remove(tx: Tx, event: FeedEvent): Promise<void>;
}

/** The town of the demonstration as the seeds of domains find it: people, groups and the first month of its life. */
export interface SeededTown {
  readonly services: Services;
  readonly id: string;
  readonly ags: string;
  readonly name: string;
  /** The group of the whole town. */
  readonly townGroupId: string;
  /** Somebody who runs the town. */
  readonly admin: Person;
  /** People with accounts, none of whom works for the town. */
  readonly citizens: readonly Person[];
  /** A context whose clock stands so many hours from now; negative: in the past. */
  at(actor: Actor, hoursFromNow: number): Context;
}

/** Adds what one domain shows in the demonstration, through its services. */
export type Seed = (town: SeededTown) => Promise<void>;

/** The request behind an operation; absent in jobs. Over a socket `setCookie` is absent too. */
export interface Caller {
  /** Client address as far as TRUST_PROXY may be believed; for limits only, never stored with a person. */
  readonly ip: string;
  /** The same in full; `ip` is only the network of an IPv6 client. */
  readonly address: string;
  /** The header of this name; a socket's is that of its upgrade. */
  readonly authorization: string | undefined;
  cookie(name: string): string | undefined;
  readonly setCookie?: (name: string, value: string, maxAgeSeconds: number) => void;
}

/** What one request, one job or one read may use; never kept longer than that. */
export interface Context extends Services {
  readonly actor: Actor;
  readonly caller?: Caller;
}

/** Inside write(): the context bound to the transaction. Only a Tx can record, so no fact is told without its change. */
export interface Tx extends Context {
  /** What to tell after the commit: per topic its events (list topics keep them, state topics only count). */
  readonly topics: Map<string, DomainEventRow[]>;
}

export interface DomainEvent<Facts = object> {
  readonly type: string;
  readonly facts: Facts;
  readonly row?: DomainEventRow;
}

/**
 * The context of one request or job. Its entity manager is made when it is first asked for, because votes need none; the
 * getter stands in the prototype, so that a copy of the context (Apollo makes one) does not ask for it. `{ ...context }` has
 * none: for a context with another clock, fork services with that clock.
 */
export function forkContext(services: Services, actor: Actor, caller?: Caller): Context {
  const { em, ...others } = services;
  const context: Pick<Context, 'em'> = Object.create(prototypes.get(em) ?? prototypeOf(em));
  return Object.assign(context, others, { actor }, caller && { caller });
}

const prototypes = new WeakMap<SqlEntityManager, Pick<Context, 'em'>>();

/**
 * `useContext`: inside write() even the context's own entity manager joins the transaction (two would deadlock on PGlite).
 * Outside write() nothing is changed, so no read looks for it.
 */
function prototypeOf(root: SqlEntityManager): Pick<Context, 'em'> {
  const forks = new WeakMap<object, SqlEntityManager>();
  const prototype = {
    get em(): SqlEntityManager {
      const fork = forks.get(this) ?? root.fork({ useContext: true, flushMode: FlushMode.COMMIT });
      forks.set(this, fork);
      return fork;
    },
  };
  prototypes.set(root, prototype);
  return prototype;
}

const viewerWanted = new WeakSet<Context>();

/** A context without a viewer: what is computed with it may be sent to everybody of the same audience. */
export function sharedContext(services: Services): Context {
  let em: SqlEntityManager | undefined;
  const context = {
    ...services,
    /** Made when it is first asked for: what many watch is read past it. */
    get em() {
      return (em ??= services.em.fork({ flushMode: FlushMode.COMMIT }));
    },
    get actor(): Actor {
      viewerWanted.add(context);
      throw new Error('this document is about the viewer');
    },
  };
  return context;
}

/** True when a computation with this shared context asked who is watching: its result must be thrown away. */
export function wantedViewer(context: Context): boolean {
  return viewerWanted.has(context);
}
