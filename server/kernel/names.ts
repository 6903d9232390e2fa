/* Names that domains declare. A manifest adds its own by declaration merging, so that the compiler knows all of them:
 *   declare module '../kernel/names.ts' { interface ModuleNames { IDEAS: true } }
 * and contributes the same names with a description under `module`, `roles` or `scopes`. */

/** Modules: parts of the product that a town may switch off. */
export interface ModuleNames {
  /** Unused name that keeps the type from being empty in programs without domains. */
  readonly '': never;
}
/** Roles of people in a town hall. */
export interface RoleNames {
  readonly '': never;
}
/** Scopes of partner keys: domain and action, such as `posts:read`. */
export interface ScopeNames {
  readonly '': never;
}
/** Interests: kinds of messages that a person can choose, such as the posts of groups. */
export interface InterestNames {
  readonly '': never;
}
/** Codes of user errors. */
export interface UserErrorCodeNames {
  readonly '': never;
}

export type Module = Exclude<keyof ModuleNames, ''>;
export type RoleKind = Exclude<keyof RoleNames, ''>;
export type Scope = Exclude<keyof ScopeNames, ''>;
export type Interest = Exclude<keyof InterestNames, ''>;
export type UserErrorCode = Exclude<keyof UserErrorCodeNames, ''>;

/** Name with its description in the schema. */
export interface Named<Name extends string> {
  readonly name: Name;
  readonly description: string;
}
