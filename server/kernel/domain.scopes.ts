/** Scopes by field or type, from the fields and types by scope of all manifests. */
export function joinScopes(
  entries: readonly (readonly [scope: string, fields: readonly string[]])[],
): Map<string, string[]> {
  const scopes = new Map<string, string[]>();
  for (const [scope, fields] of entries)
    for (const field of fields) scopes.set(field, [...(scopes.get(field) ?? []), scope]);
  return scopes;
}
