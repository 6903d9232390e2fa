import { ApolloLink, Observable, type FetchResult, type Operation } from '@apollo/client/core';
import { currentEra, line } from './line.ts';

/** What can be read without a line: the town, who one is, its feed, what may be reported, and one's own reports. */
const readable = new Set(['Town', 'Viewer', 'ViewerGroups', 'TownFeed', 'IssueCategories', 'MyIssues', 'Issue']);
const keptReads = () => import('./keptReads.ts');

/** Keeps such answers on the device, and gives the last one where the server cannot be reached. */
export function keptLink(): ApolloLink {
  return new ApolloLink((operation, forward) =>
    readable.has(operation.operationName) ? keeping(operation, forward(operation)) : forward(operation),
  );
}

function keeping(operation: Operation, answers: Observable<FetchResult>): Observable<FetchResult> {
  const era = currentEra();
  return new Observable((observer) => {
    const asking = answers.subscribe({
      next: (result) => {
        line.isCut = false;
        if (result.data && !result.errors) void keptReads().then(({ keepRead }) => keepRead(operation, result, era));
        observer.next(result);
      },
      error: async (error: unknown) => {
        const kept = isCut(error) && (await keptReads().then(({ recallRead }) => recallRead(operation)));
        if (!kept) return observer.error(error);
        observer.next(kept);
        observer.complete();
      },
      complete: () => observer.complete(),
    });
    return () => asking.unsubscribe();
  });
}

/** Nobody answered: an answer has a status, whatever it says. */
function isCut(error: unknown): boolean {
  return typeof error === 'object' && error !== null && !('statusCode' in error);
}
