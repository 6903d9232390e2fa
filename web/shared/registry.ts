import type { TypePolicies, TypePolicy } from '@apollo/client/core';
import { inject, type Component, type InjectionKey } from 'vue';
import type { AuditedPage, FeedCard, ModuleEntry, PageRoute, UnfollowOnDevice, WebDomain } from './domain.ts';

/** Contributions of all domains. Look-ups by type name return undefined for a type that no domain shows. */
export interface Registry {
  /** Pages in the order of the domains. */
  readonly pages: readonly PageRoute[];
  readonly modules: readonly ModuleEntry[];
  readonly feedCards: ReadonlyMap<string, FeedCard>;
  readonly todayCells: ReadonlyMap<string, Component>;
  readonly inboxItems: ReadonlyMap<string, Component>;
  readonly auditedPages: ReadonlyMap<string, AuditedPage>;
  readonly fillings: ReadonlyMap<string, readonly Component[]>;
  readonly unfollowOnDevice: readonly UnfollowOnDevice[];
  readonly typePolicies: TypePolicies;
}

export const registryKey: InjectionKey<Registry> = Symbol('registry');

export function useRegistry(): Registry {
  const registry = inject(registryKey);
  if (!registry) throw new Error('useRegistry needs the registry that main.ts provides');
  return registry;
}

/** Collects the contributions; throws when two domains claim the same page, type or cache field. */
export function collectDomains(domains: readonly WebDomain[]): Registry {
  const fillings = new Map<string, Component[]>();
  for (const { slot, component } of domains.flatMap((domain) => domain.fillings ?? [])) {
    fillings.set(slot, [...(fillings.get(slot) ?? []), component]);
  }
  return {
    pages: [...uniqueMap(domains, ({ routes = [] }) => routes.map((page) => [page.name, page])).values()],
    modules: domains.flatMap(({ module }) => module ?? []),
    feedCards: uniqueMap(domains, ({ feedCards }) => entriesOf(feedCards)),
    todayCells: uniqueMap(domains, ({ todayCells }) => entriesOf(todayCells)),
    inboxItems: uniqueMap(domains, ({ inboxItems }) => entriesOf(inboxItems)),
    auditedPages: uniqueMap(domains, ({ auditedPages }) => entriesOf(auditedPages)),
    fillings,
    unfollowOnDevice: domains.flatMap((domain) => domain.unfollowOnDevice ?? []),
    typePolicies: mergePolicies(domains),
  };
}

function entriesOf<Value>(values: Readonly<Record<string, Value | undefined>> = {}): (readonly [string, Value])[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function uniqueMap<Value>(
  domains: readonly WebDomain[],
  list: (domain: WebDomain) => readonly (readonly [string, Value])[],
): Map<string, Value> {
  const owners = new Map<string, string>();
  const all = new Map<string, Value>();
  for (const domain of domains) {
    for (const [key, value] of list(domain)) {
      claim(owners, key, domain.name);
      all.set(key, value);
    }
  }
  return all;
}

/**
 * Merges cache policies: several domains may add fields to one type, but its own policy, such as its key, has one
 * owner.
 */
function mergePolicies(domains: readonly WebDomain[]): TypePolicies {
  const owners = new Map<string, string>();
  const merged: Record<string, TypePolicy> = {};
  for (const { name, cacheKeys = {} } of domains) {
    for (const [type, policy] of Object.entries(cacheKeys)) {
      const { fields = {}, ...own } = policy;
      for (const key of [...Object.keys(fields), ...Object.keys(own)]) claim(owners, `${type}.${key}`, name);
      merged[type] = { ...merged[type], ...own, fields: { ...merged[type]?.fields, ...fields } };
    }
  }
  return merged;
}

function claim(owners: Map<string, string>, key: string, domain: string): void {
  const owner = owners.get(key);
  if (owner !== undefined) throw new Error(`${key} belongs to the domain ${owner}; ${domain} must not define it again`);
  owners.set(key, domain);
}
