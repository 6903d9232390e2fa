import type { ApolloClient } from '@apollo/client/core';
import { IssueCategoriesDocument, MyIssuesDocument, TownFeedDocument, ViewerDocument } from '../gql/graphql.ts';
import { isFeedFresh, wholeFeed } from '../offline/keptReads.ts';

/** Reads in idle time what people may need offline; keptLink.ts stores the answers. */
export async function keepForLater(
  client: ApolloClient<unknown>,
  variables: { readonly ags: string; readonly groupIds: string[] },
): Promise<void> {
  // Stored answers are useful only where the service worker opens the page offline.
  if (!navigator.serviceWorker?.controller || (await isFeedFresh(variables.ags))) return;
  await idle();
  const fetchPolicy = 'no-cache';
  await client.query({ query: IssueCategoriesDocument, variables: { ags: variables.ags }, fetchPolicy });
  const { data } = await client.query({ query: ViewerDocument });
  if (data.viewer) await client.query({ query: MyIssuesDocument, variables: { first: 20 }, fetchPolicy });
  // Last, because its answer marks the stored data as complete.
  await client.query({ query: TownFeedDocument, variables: { ...variables, first: wholeFeed }, fetchPolicy });
}

function idle(): Promise<void> {
  return new Promise((done) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => done(), { timeout: 5000 });
    else setTimeout(done, 1000); // Safari
  });
}
