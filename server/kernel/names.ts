/* Names that domains declare. A manifest adds its own by declaration merging, so that the compiler knows all of them:
 *   declare module '../kernel/names.ts' { interface ModuleNames { IDEAS: true } }
 * and contributes the same names with a description under `module`, `roles` or `scopes`. */

/** Parts of the product that a town may switch off. */
export interface ModuleNames {
  /** No part is called so: it keeps the type from being empty in programs without domains. */
  readonly '': never;
}
/** What a person may be in a town hall. */
export interface RoleNames {
  readonly '': never;
}
/** What a partner's key may do: domain and act, like `posts:read`. */
export interface ScopeNames {
  readonly '': never;
}
/** Why input is refused, or what stands against a change. */
export interface UserErrorCodeNames {
  readonly '': never;
}

export type Module = Exclude<keyof ModuleNames, ''>;
export type RoleKind = Exclude<keyof RoleNames, ''>;
export type Scope = Exclude<keyof ScopeNames, ''>;
export type UserErrorCode = Exclude<keyof UserErrorCodeNames, ''>;

/** A name with its description in the schema. */
export interface Named<Name extends string> {
  readonly name: Name;
  readonly description: string;
}
