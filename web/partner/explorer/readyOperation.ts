import type { Scope } from '../../gql/graphql.ts';

/** What the ready operations are filled in with, so that each runs as it stands; null where the town has none. */
export interface ExamplePlace {
  readonly ags: string;
  readonly municipalityId: string | null;
  readonly townGroupId: string | null;
  readonly pollId: string | null;
  readonly categoryId: string | null;
  readonly issueId: string | null;
  readonly reference: string | null;
  readonly point: { readonly lat: number; readonly lon: number } | null;
}

export interface ReadyOperation {
  /** Its title in the locales. */
  readonly id: string;
  /** What a key needs for it; null: nothing. */
  readonly scope: Scope | null;
  readonly query: string;
  variables(place: ExamplePlace): Readonly<Record<string, unknown>>;
}
