interface Owner {
  readonly name: string;
}

/** Entries of all manifests; throws if two have the same name. */
export function listOnce<D extends Owner, Entry extends { readonly name: string }>(
  domains: readonly D[],
  what: string,
  entriesOf: (domain: D) => readonly Entry[],
): Entry[] {
  return [...mapOnce(domains, what, entriesOf, ({ name }) => name).values()];
}

/** Entries of all manifests; throws if two have the same kind. */
export function listByKind<D extends Owner, Entry extends { readonly kind: string }>(
  domains: readonly D[],
  what: string,
  entriesOf: (domain: D) => readonly Entry[],
): Entry[] {
  return [...mapOnce(domains, what, entriesOf, ({ kind }) => kind).values()];
}

/** Entries of all manifests by key; throws an error that names both manifests if two have the same key. */
export function mapOnce<D extends Owner, Entry>(
  domains: readonly D[],
  what: string,
  entriesOf: (domain: D) => readonly Entry[],
  keyOf: (entry: Entry) => string,
): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const files = new Map<string, string>();
  for (const domain of domains) {
    for (const entry of entriesOf(domain)) {
      const key = keyOf(entry);
      const first = files.get(key);
      if (first !== undefined) throw new Error(`${what} "${key}" is in ${first} and again in ${fileOf(domain.name)}.`);
      files.set(key, fileOf(domain.name));
      entries.set(key, entry);
    }
  }
  return entries;
}

/** Path of the manifest of a domain. */
export function fileOf(domain: string): string {
  return `server/${domain}/${domain}.domain.ts`;
}
