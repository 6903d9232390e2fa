import type { EntityClass } from '@mikro-orm/core';
import { type AuditContribution, composeAudit } from './audit.ts';
import type {
  Channel,
  Context,
  ErasureStep,
  Job,
  Listener,
  MessageContribution,
  MessagePort,
  Node,
  FileRule,
  Registry,
  Seed,
} from './context.ts';
import { joinDataRules } from './domain.dataRules.ts';
import { fileOf, listByKind, listOnce, mapOnce } from './domain.entries.ts';
import { openTypesOf } from './domain.openTypes.ts';
import type { ReplayErasures } from './erasures.ts';
import type { OpenTypes } from './enum.ts';
import type { FeedContribution, FeedPort } from './feed.ts';
import type { InterestContribution, MessageExtension } from './letter.ts';
import { composeMessages } from './message.registry.ts';
import type { Module, Named, RoleKind, Scope } from './names.ts';
import type { PersonalData, PersonalDataRule } from './personalData.ts';
import { definedQueues } from './queue.ts';
import type { Retention } from './retention.ts';
import type { Route, StartServer } from './routes.ts';
import { joinScopes } from './domain.scopes.ts';
import type { TodayContribution } from './today.ts';
import { kernelErrors } from './userErrors.ts';

/** Contributions of a domain, or of one part of a large domain, to the product. Every list is optional. */
export interface Contributions {
  /** MikroORM entity classes. */
  readonly entities?: readonly EntityClass<object>[];
  /** type-graphql resolver classes. */
  readonly resolvers?: readonly Resolver[];
  /** Types for `node(id:)`. */
  readonly nodes?: readonly Node[];
  /** Listeners in the order of their calls; those of earlier domains are called first. */
  readonly listeners?: readonly Listener[];
  readonly jobs?: readonly Job[];
  /** Topics that may be subscribed to. */
  readonly topics?: readonly { readonly name: string }[];
  /** HTTP routes beside /graphql. */
  readonly routes?: readonly Route[];
  /** Servers of other protocols, which run where jobs run. */
  readonly servers?: readonly StartServer[];
  /** Work that runs in every process, also in those without jobs. */
  readonly everywhere?: readonly StartServer[];
  /** Channels that deliver messages to people. */
  readonly channels?: readonly Channel[];
  /** Kinds of messages that people can choose. */
  readonly interests?: readonly InterestContribution[];
  readonly fileRules?: readonly FileRule[];
  /** Sentences of the audit trail about the domain's events. */
  readonly audit?: readonly AuditContribution[];
  /** Subjects in the feeds of groups. */
  readonly feeds?: readonly FeedContribution[];
  /** Implementation of feeds; exactly one domain of a product provides it. */
  readonly feedPorts?: readonly FeedPort[];
  /** Entries of `Municipality.today`: events in the town today or soon. */
  readonly today?: readonly TodayContribution<Context>[];
  /** Messages to people about the domain's subjects. */
  readonly messages?: readonly MessageContribution[];
  /** Recipients that the domain adds to, or removes from, messages of earlier domains. */
  readonly messageExtensions?: readonly MessageExtension[];
  /** Stores and delivers messages; one domain of a product provides it. */
  readonly messagePorts?: readonly MessagePort[];
  /** Roles of a town hall that the domain introduces. */
  readonly roles?: readonly Named<RoleKind>[];
  /** Scopes of partners' keys that the domain introduces. */
  readonly scopes?: readonly Named<Scope>[];
  /** Demonstration data of the domain; seeds of earlier domains run first. */
  readonly seeds?: readonly Seed[];
  /** Erases again whom a restored database still holds; called at every start. */
  readonly replayErasures?: readonly ReplayErasures[];
  /** Treatment of each entity of the domain that holds data of people, and of such jobs, when somebody is erased. */
  readonly personalData?: PersonalData;
  /** Steps of an erasure that the map cannot express, such as the removal of files; they run before the map applies. */
  readonly erasures?: readonly ErasureStep[];
  /** When rows of the entities end, or why they stay; the retention of a part may name entities of the whole domain. */
  readonly retention?: Retention;
}

export interface DomainDefinition extends Contributions {
  /** Folder below server/ and prefix of the domain's queues. */
  readonly name: string;
  /** Module that a town may switch off; absent: the domain cannot be switched off. */
  readonly module?: Named<Module>;
  /** Codes of `userErrors` that the domain introduces, with their descriptions. */
  readonly userErrors?: Readonly<Record<string, string>>;
  /** Fields (`Query.post`) and types (`Post`) that partner keys may use, by scope; see scopes.test.ts. */
  readonly scopeFields?: Readonly<Partial<Record<Scope, readonly string[]>>>;
  /** True: the domain does not work on the embedded database; the demo is exempt. Absent: it does. */
  readonly needsPostgres?: boolean;
  /** Contributions of subfolders; they follow the domain's own contributions. */
  readonly parts?: readonly Contributions[];
}

/** Manifest of a domain, including the contributions of its parts. */
export interface Domain extends Required<Omit<Contributions, 'personalData' | 'retention'>> {
  readonly name: string;
  readonly needsPostgres: boolean;
  /** Rules by name of the entity or of the queue. */
  readonly personalData: readonly { readonly name: string; readonly rule: PersonalDataRule }[];
  readonly retention: readonly Retention[];
  /** Module of the domain; empty if it has none. */
  readonly modules: readonly Named<Module>[];
  readonly userErrors: readonly Named<string>[];
  readonly scopeFields: readonly (readonly [scope: string, fields: readonly string[]])[];
}

/** Everything that the composition root needs to start the product. */
export interface Product extends Registry {
  readonly entities: readonly EntityClass<object>[];
  readonly resolvers: readonly Resolver[];
  readonly routes: readonly Route[];
  readonly servers: readonly StartServer[];
  readonly everywhere: readonly StartServer[];
  readonly replayErasures: readonly ReplayErasures[];
  /** Names of the domains that do not work on the embedded database. */
  readonly needPostgres: readonly string[];
  readonly openTypes: OpenTypes;
  readonly scopes: readonly Named<Scope>[];
  /** Scopes by field (`Query.post`) or type (`Post`); a key needs one of them. */
  readonly fieldScopes: ReadonlyMap<string, readonly string[]>;
}

type Resolver = abstract new () => object;

/** Makes the manifest of a domain, which takes effect only in products that include it. */
export function defineDomain({
  name,
  module,
  userErrors = {},
  scopeFields = {},
  needsPostgres = false,
  parts = [],
  ...own
}: DomainDefinition): Domain {
  const all = [own, ...parts];
  return {
    name,
    needsPostgres,
    modules: module === undefined ? [] : [module],
    userErrors: namedOf(userErrors),
    scopeFields: Object.entries(scopeFields),
    entities: all.flatMap(({ entities = [] }) => entities),
    resolvers: all.flatMap(({ resolvers = [] }) => resolvers),
    nodes: all.flatMap(({ nodes = [] }) => nodes),
    listeners: all.flatMap(({ listeners = [] }) => listeners),
    jobs: all.flatMap(({ jobs = [] }) => jobs),
    topics: all.flatMap(({ topics = [] }) => topics),
    routes: all.flatMap(({ routes = [] }) => routes),
    servers: all.flatMap(({ servers = [] }) => servers),
    everywhere: all.flatMap(({ everywhere = [] }) => everywhere),
    channels: all.flatMap(({ channels = [] }) => channels),
    interests: all.flatMap(({ interests = [] }) => interests),
    fileRules: all.flatMap(({ fileRules = [] }) => fileRules),
    audit: all.flatMap(({ audit = [] }) => audit),
    feeds: all.flatMap(({ feeds = [] }) => feeds),
    feedPorts: all.flatMap(({ feedPorts = [] }) => feedPorts),
    today: all.flatMap(({ today = [] }) => today),
    messages: all.flatMap(({ messages = [] }) => messages),
    messageExtensions: all.flatMap(({ messageExtensions = [] }) => messageExtensions),
    messagePorts: all.flatMap(({ messagePorts = [] }) => messagePorts),
    roles: all.flatMap(({ roles = [] }) => roles),
    scopes: all.flatMap(({ scopes = [] }) => scopes),
    seeds: all.flatMap(({ seeds = [] }) => seeds),
    replayErasures: all.flatMap(({ replayErasures = [] }) => replayErasures),
    personalData: all.flatMap(({ personalData = {} }) => rulesOf(personalData)),
    erasures: all.flatMap(({ erasures = [] }) => erasures),
    retention: all.flatMap(({ retention }) => retention ?? []),
  };
}

function rulesOf(personalData: PersonalData): Domain['personalData'] {
  return Object.entries(personalData).map(([name, rule]) => ({ name, rule }));
}

function namedOf(descriptions: Readonly<Record<string, string>>): Named<string>[] {
  return Object.entries(descriptions).map(([name, description]) => ({ name, description }));
}

const products = new WeakMap<readonly Domain[], Product>();

/**
 * Joins the manifests in their order; the result is cached per list. Throws an error that names the manifest with a
 * duplicate or missing entry.
 */
export function composeDomains(domains: readonly Domain[]): Product {
  const product = products.get(domains) ?? joinDomains(domains);
  products.set(domains, product);
  return product;
}

function joinDomains(domains: readonly Domain[]): Product {
  const names = new Set(listOnce(domains, 'The domain', (domain) => [domain]).map(({ name }) => name));
  const jobs = mapOnce(
    domains,
    'The queue',
    (domain) => [...domain.jobs, ...domain.channels.flatMap((channel) => channel.jobs)],
    ({ queue }) => queue.name,
  );
  requireContributions(domains);
  requireHandlers(names, jobs);
  const audit = composeAudit(domains.flatMap((domain) => domain.audit));
  const feeds = listByKind(domains, 'The feed kind', (domain) => domain.feeds);
  const today = listByKind(domains, 'The today kind', (domain) => domain.today);
  const [feedPort] = domains.flatMap(({ feedPorts }) => feedPorts);
  const messages = composeMessages(domains, fileOf);
  const named = listNames(domains);
  const dataRules = joinDataRules(domains);
  const [messagePort] = domains.flatMap(({ messagePorts }) => messagePorts);
  return {
    entities: listOnce(domains, 'The entity', ({ entities }) => entities),
    resolvers: listOnce(domains, 'The resolver', ({ resolvers }) => resolvers),
    routes: domains.flatMap(({ routes }) => routes),
    servers: domains.flatMap(({ servers }) => servers),
    everywhere: domains.flatMap(({ everywhere }) => everywhere),
    replayErasures: domains.flatMap(({ replayErasures }) => replayErasures),
    needPostgres: domains.filter(({ needsPostgres }) => needsPostgres).map(({ name }) => name),
    listeners: Map.groupBy(
      domains.flatMap(({ listeners }) => listeners),
      ({ type }) => type,
    ),
    jobs,
    nodes: mapOnce(
      domains,
      'The node type',
      ({ nodes }) => nodes,
      ({ type }) => type,
    ),
    topics: new Set(listOnce(domains, 'The topic', ({ topics }) => topics).map(({ name }) => name)),
    channels: named.channels,
    interests: named.interests,
    fileRules: mapOnce(
      domains,
      'The file rule',
      ({ fileRules }) => fileRules,
      ({ usedBy }) => usedBy,
    ),
    audit,
    feeds,
    ...(feedPort !== undefined && { feedPort }),
    today,
    messages,
    ...(messagePort !== undefined && { messagePort }),
    openTypes: openTypesOf({ audit, feeds, today, messages: [...messages.values()], ...named, ...dataRules }),
    modules: named.modules.map(({ name }) => name),
    scopes: named.scopes,
    fieldScopes: joinScopes(domains.flatMap(({ scopeFields }) => scopeFields)),
    seeds: domains.flatMap(({ seeds }) => seeds),
    ...dataRules,
  };
}

/** Channels, interests, modules, roles, scopes and codes of all manifests, with their descriptions. */
function listNames(domains: readonly Domain[]) {
  return {
    channels: listOnce(domains, 'The channel', (domain) => domain.channels),
    interests: listOnce(domains, 'The interest', (domain) => domain.interests),
    modules: listOnce(domains, 'The module', (domain) => domain.modules),
    roles: listOnce(domains, 'The role', (domain) => domain.roles),
    scopes: listOnce(domains, 'The scope', (domain) => domain.scopes),
    userErrors: [...namedOf(kernelErrors), ...listOnce(domains, 'The user error', (domain) => domain.userErrors)],
  };
}

function requireContributions(domains: readonly Domain[]): void {
  for (const { name, needsPostgres: _flag, ...contributions } of domains) {
    if (Object.values(contributions).some((entries) => entries.length > 0)) continue;
    throw new Error(`The domain "${name}" contributes nothing: add its resolvers to \`resolvers\` in ${fileOf(name)}.`);
  }
  requireModules(domains);
}

/** Throws if a queue of a domain of the product has no handler, because its jobs would never run. */
function requireHandlers(domains: ReadonlySet<string>, jobs: ReadonlyMap<string, Job>): void {
  for (const queue of definedQueues()) {
    const [owner = ''] = queue.split('.');
    if (!domains.has(owner) || jobs.has(queue)) continue;
    throw new Error(`The queue "${queue}" has no handler: add handle(…) for it to \`jobs\` in ${fileOf(owner)}.`);
  }
}

/** Throws if a message, feed subject or today entry belongs to an unknown module, because it would never be shown. */
function requireModules(domains: readonly Domain[]): void {
  const known = new Set<string>(domains.flatMap(({ modules }) => modules.map(({ name }) => name)));
  for (const { name, messages, feeds, today } of domains) {
    const unknown = [...messages, ...feeds, ...today].find(({ module }) => module !== null && !known.has(module));
    if (unknown === undefined) continue;
    throw new Error(
      `"${unknown.kind}" of ${fileOf(name)} belongs to the module "${unknown.module}", which no domain has: add \`module\` to the manifest.`,
    );
  }
}
