import type { Scope } from '../../gql/graphql.ts';

/** Objects for the variables of the example operations, so that each runs unchanged; null where the town has none. */
export interface ExamplePlace {
  readonly ags: string;
  readonly municipalityId: string | null;
  readonly townGroupId: string | null;
  readonly pollId: string | null;
  readonly categoryId: string | null;
  readonly issueId: string | null;
  readonly occurrenceId: string | null;
  readonly reference: string | null;
  readonly point: { readonly lat: number; readonly lon: number } | null;
}

export interface ReadyOperation {
  /** Id of the operation; its title in the locales has the same name. */
  readonly id: string;
  /** Scope that a key needs; null: none. */
  readonly scope: Scope | null;
  readonly query: string;
  variables(place: ExamplePlace): Readonly<Record<string, unknown>>;
}
