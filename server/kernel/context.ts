import { FlushMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PgBoss } from 'pg-boss';
import type { ClassType } from 'type-graphql';
import type { Actor, Person } from './actor.ts';
import type { AuditRegistry } from './audit.ts';
import type { Caller } from './caller.ts';
import type { Config } from './config.ts';
import type { DomainEvent } from './domainEvent.ts';
import type { DomainEventRow } from './events.entity.ts';
import type { FeedContributionOf, FeedPortOf } from './feed.contribution.ts';
import type { FileStore } from './files.ts';
import type { Forgetting } from './forgetting.ts';
import type { PushKeys } from './installation.ts';
import type {
  DeliveryOptions,
  InboxView,
  InterestContribution,
  Letter,
  MailContent,
  MessageClass,
  MessageRequest,
  PushContent,
  SmsContent,
  StoredMessage,
} from './letter.ts';
import type { Limits } from './limits.ts';
import type { Bus } from './live/hint.ts';
import type { Log } from './log.ts';
import type { MachineHealth } from './machine.ts';
import type { MailTransport } from './mail.ts';
import type { Interest, Module } from './names.ts';
import type { Notes } from './notes.ts';
import type { ErasureStepOf } from './personalData.ts';
import type { Presence } from './presence.ts';
import type { ProcessServices } from './process.ts';
import type { Queue } from './queue.ts';
import type { DataRulesOf } from './retention.contribution.ts';
import type { TodayRegistry } from './today.ts';
import type { Traffic } from './traffic.ts';

export type { Caller, DomainEvent };

/** Services of the process for all domains; made once in app.ts. */
export interface Services extends ProcessServices {
  readonly config: Config;
  /** Root entity manager; used only to fork others, never for queries. */
  readonly em: SqlEntityManager;
  readonly registry: Registry;
  readonly bus: Bus;
  /** Job queue in the same database; only enqueue() writes to it. */
  readonly boss: PgBoss;
  readonly limits: Limits;
  readonly notes: Notes;
  /** Requests without an account in the whole installation. */
  readonly traffic: Traffic;
  readonly machine: MachineHealth;
  readonly presence: Presence;
  readonly forget: Forgetting;
  readonly log: Log;
  readonly mail: MailTransport;
  readonly files: FileStore;
  /** 256 random bits of this installation, for cursors and signed links. */
  readonly secret: string;
  readonly pushKeys: PushKeys;
  /** True after the process was asked to end. */
  isDraining(): boolean;
  /** Origin for links, without a trailing slash; that of the town's own host if it has one. */
  publicUrl(ags?: string): string;
  /** Time by the clock of the database, which all processes share. */
  now(): Date;
}

/** Contributions of the domains to requests and jobs; made once by composeDomains() and never changed. */
export interface Registry extends TodayRegistry<Context>, DataRulesOf<Tx> {
  /** Listeners by type of event, in the order of the domains. */
  readonly listeners: ReadonlyMap<string, readonly Listener[]>;
  /** Jobs by name of their queue. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** Nodes by name of their GraphQL type. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** Photo rules by the kind of object that uses a photo. */
  readonly fileRules: ReadonlyMap<string, FileRule>;
  readonly channels: readonly Channel[];
  readonly interests: readonly InterestContribution[];
  /** Modules that a town may switch off, in the order of the domains. */
  readonly modules: readonly Module[];
  /** Seeds of the demonstration town, in the order of the domains. */
  readonly seeds: readonly Seed[];
  /** Names of the topics that may be subscribed to. */
  readonly topics: ReadonlySet<string>;
  readonly audit: AuditRegistry;
  /** Kinds of feed subjects, in the order of the domains. */
  readonly feeds: readonly FeedContribution[];
  /** Absent only in a product without the domain `feed`. */
  readonly feedPort?: FeedPort;
  /** Messages by kind, in the order of the domains; their audiences include the extensions of later domains. */
  readonly messages: ReadonlyMap<string, MessageContribution>;
  /** Absent only in a product without the domain `notification`. */
  readonly messagePort?: MessagePort;
}

/** Reaction to a kind of event, in the transaction that records the event; made by on(). */
export interface Listener {
  readonly type: string;
  run(tx: Tx, event: DomainEvent<never>): Promise<void> | void;
}

/** Handler of a queue; made by handle(). */
export interface Job {
  readonly queue: Queue<object>;
  run(services: Services, data: never): Promise<void>;
  /** First part of `run`, which returns the rest; the next job of the queue begins while the rest of this one runs. */
  begin?(services: Services, data: never): Promise<() => Promise<void>>;
}

/** Finds objects of a GraphQL type by id, under the same rules as every other field; made by node(). */
export interface Node {
  readonly type: string;
  /** Checks the form of an id before it is used in a statement. */
  isId(id: string): boolean;
  /** Null if the object is unknown or hidden from the actor. */
  load(ctx: Context, id: string): Promise<object | null>;
}

/** Decides who may see the photos and attachments of one kind of object; made by fileRule(). */
export interface FileRule {
  readonly usedBy: string;
  /** `isProven`: the request used the photo's secret address, so its sender may see the photo. */
  maySee(ctx: Context, fileId: string, isProven: boolean): Promise<boolean>;
  /** Photo for `node(id:)` with fields of its user; null if hidden. Absent: the schema shows only its address. */
  readonly show?: (ctx: Context, photoId: string) => Promise<object | null>;
}

/** Way to deliver messages to a person; made by defineChannel(). */
export interface Channel {
  /** Value of the GraphQL enum Channel; stored with each delivery. */
  readonly name: string;
  /** Description of the enum value. */
  readonly description: string;
  /** Whether the channel can bundle messages; absent: each message leaves alone. */
  readonly hasDigests?: boolean;
  /** Whether messages ring or vibrate, so that they wait for the end of quiet hours; absent: they do not. */
  readonly makesNoise?: boolean;
  /** Whether the channel can carry this kind of message; absent: it carries every kind. */
  carries?(message: MessageContribution): boolean;
  /** Whether the town lets such messages leave by the channel; absent: all towns do. */
  isOffered?(
    ctx: Context,
    municipalityId: string,
    message: Pick<MessageContribution, 'class' | 'interest'>,
  ): Promise<boolean>;
  /**
   * Reserves the cost of deliveries in the transaction that writes them, and returns the contacts for which the town has
   * no money; their deliveries are cancelled. Absent: the channel costs nothing.
   */
  reserve?(tx: Tx, messageId: string, deliveries: readonly PlannedDelivery[]): Promise<readonly string[]>;
  /** Whether failures that servers report days later are read, so that a missing report says something; absent: no. */
  readsBounces?(config: Config): boolean;
  /** Whether this installation is configured to send by the channel; absent: always. */
  works?(config: Config): boolean;
  /** Jobs that send letters, one for each lane; empty: a stored message counts as delivered. */
  readonly jobs: readonly Job[];
}

/** Delivery that is being written. */
export interface PlannedDelivery {
  readonly contactId: string;
  readonly recipientId: string;
  readonly groupId: string | null;
}

/** Kind of message, contributed by the domain of its subject; made by defineMessage(). */
export interface MessageContribution extends DeliveryOptions {
  /** Value of the GraphQL enum MessageKind; stored with each message. */
  readonly kind: string;
  readonly description: string;
  /** Urgency, which decides the lane in which the message is sent. */
  readonly class: MessageClass;
  /** Interest by which a person chooses the message; null: nobody chooses it, such as a code for a number. */
  readonly interest: Interest | null;
  /** If the town has switched this module off, the message is not sent and inboxes hide it; null: none. */
  readonly module: string | null;
  /** SQL over `m` of the time after which the message is useless; it does not wait for a later digest. Absent: none. */
  readonly validUntil?: string;
  /**
   * Recipients: SQL over the row `m` of table message that returns rows (recipient_id, group_id). The recipient of an
   * account has the id of its person; group_id: the group through which the message comes, or null. The SQL runs when the
   * message is fanned out and again before each letter is sent. It uses only the domain's own tables and SQL fragments that
   * earlier domains export.
   */
  readonly audience: string;
  /** SQL condition over `m`, the audience row `a` and channel `c` (c.name): true if the person refuses the channel. */
  readonly refused?: string;
  /**
   * True: the owner of a contact verifies it by this message, so it goes to contacts that are not verified or suppressed,
   * which get nothing else, and to no others. `refused` can choose one of several contacts `k` (k.id).
   */
  readonly proves?: boolean;
  /** Loads what `mail` reads of these messages into the entity manager, in a constant number of statements; absent: nothing. */
  readonly preload?: (ctx: Context, messages: readonly StoredMessage[]) => Promise<unknown>;
  /** Reads what the inbox shows of the message. */
  readonly inbox: InboxReader;
  /**
   * E-mail; 'NONE': the message is shown in the app only. For BULK and EMERGENCY it is written once per language and
   * group and must not depend on the recipient. Throws NoLongerWanted.
   */
  readonly mail: 'NONE' | ((ctx: Context, letter: Letter) => Promise<MailContent>);
  /**
   * Text for the locked screen of a device, which others read too: it quotes no report, and of groups that are not open
   * only the title of a publication. Same rules as `mail`; absent: devices do not get the message.
   */
  readonly push?: (ctx: Context, letter: Letter) => Promise<PushContent>;
  /** Text of an SMS, which others read too: same rules as `push`; absent: there is no SMS about the message. */
  readonly sms?: (ctx: Context, letter: Letter) => Promise<SmsContent>;
}

/** Reads the subjects of messages. One reader may serve several kinds and then reads their messages together. */
export interface InboxReader {
  /** Members of the GraphQL unions InboxSubject and InboxContent. */
  readonly subjectTypes: readonly ClassType[];
  readonly contentTypes?: readonly ClassType[];
  /** Returns what `person` may now read of a message; the number of statements is constant. */
  read(
    ctx: Context,
    person: string,
    messages: readonly StoredMessage[],
  ): Promise<(message: StoredMessage) => InboxView>;
}

/** Stores messages and fans them out; implemented by the domain `notification`. */
export interface MessagePort {
  enqueue(tx: Tx, kind: string, request: MessageRequest, options: { readonly startAfter?: Date }): Promise<void>;
  recall(tx: Tx, kind: string, request: MessageRequest): Promise<void>;
  resume(tx: Tx, kind: string, request: MessageRequest, recipientId: string | undefined): Promise<void>;
}

export type FeedContribution = FeedContributionOf<Context>;
export type FeedPort = FeedPortOf<Tx>;
export type ErasureStep = ErasureStepOf<Tx>;

/** Demonstration town for the seeds of domains: its people, its groups and the first month of its history. */
export interface SeededTown {
  readonly services: Services;
  readonly id: string;
  readonly ags: string;
  readonly name: string;
  /** Group of the whole town. */
  readonly townGroupId: string;
  /** An administrator and an editor of the town, and people with accounts who do not work for it. */
  readonly admin: Person;
  readonly editor: Person;
  readonly citizens: readonly Person[];
  /** Context whose clock differs from now by so many hours; negative hours lie in the past. */
  at(actor: Actor, hoursFromNow: number): Context;
}

/** Adds the demonstration data of one domain through its services. */
export type Seed = (town: SeededTown) => Promise<void>;

/** Services of one request, one job or one read; never kept longer. */
export interface Context extends Services {
  readonly actor: Actor;
  readonly caller?: Caller;
}

/** Context bound to the transaction of write(). Only a Tx can record events: none is published without its change. */
export interface Tx extends Context {
  /** Topics to announce after the commit, with their events; state topics only raise their version. */
  readonly topics: Map<string, DomainEventRow[]>;
}

/**
 * Context of one request or job. Its entity manager is created at the first access, because votes need none. The getter
 * lies in the prototype, so copies, such as Apollo makes, do not trigger it; `{ ...context }` has no entity manager.
 */
export function forkContext(services: Services, actor: Actor, caller?: Caller): Context {
  const { em, ...others } = services;
  const context: Pick<Context, 'em'> = Object.create(prototypes.get(em) ?? prototypeOf(em));
  return Object.assign(context, others, { actor }, caller && { caller });
}

const prototypes = new WeakMap<SqlEntityManager, Pick<Context, 'em'>>();

/**
 * Prototype with the getter of the entity manager. `useContext`: inside write() the context's entity manager joins the
 * transaction, because two connections would deadlock on PGlite.
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
