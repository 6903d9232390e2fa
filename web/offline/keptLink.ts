import { ApolloLink, Observable, type FetchResult, type Operation } from '@apollo/client/core';
import { currentEra, line } from './line.ts';
import { readable } from './readable.ts';

const keptReads = () => import('./keptReads.ts');

/** Stores answers of these operations on the device, and returns the last one when the server cannot be reached. */
export function keptLink(): ApolloLink {
  return new ApolloLink((operation, forward) =>
    operation.operationName in readable ? keeping(operation, forward(operation)) : forward(operation),
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

/** Whether the server could not be reached: any answer of the server has a status code. */
function isCut(error: unknown): boolean {
  return typeof error === 'object' && error !== null && !('statusCode' in error);
}
