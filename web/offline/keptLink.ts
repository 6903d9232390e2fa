import { ApolloLink, Observable, type FetchResult, type Operation } from '@apollo/client/core';
import { currentEra, line } from './line.ts';
import type { Asked } from './keptReads.ts';
import { readable } from './readable.ts';

const keptReads = () => import('./keptReads.ts');

/** Stores data of a query that the page knows without asking, such as a vote that was just cast. */
export async function keepData(operationName: string, variables: Asked['variables'], data: object): Promise<void> {
  const { keepRead } = await keptReads();
  await keepRead({ operationName, variables }, { data: { ...data } }, currentEra());
}

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
        if (result.data && !result.errors) {
          void keptReads().then(({ keepRead }) => keepRead(askedBy(operation), result, era));
        }
        observer.next(result);
      },
      error: async (error: unknown) => {
        const kept = isCut(error) && (await keptReads().then(({ recallRead }) => recallRead(askedBy(operation))));
        if (!kept) return observer.error(error);
        observer.next(kept);
        observer.complete();
      },
      complete: () => observer.complete(),
    });
    return () => asking.unsubscribe();
  });
}

function askedBy(operation: Operation): Asked {
  const { operationName, variables } = operation;
  const { isOfDevice, isOfStaff } = operation.getContext();
  return { operationName, variables, isOfDevice: isOfDevice === true, isOfStaff: isOfStaff === true };
}

/** Whether the server could not be reached: any answer of the server has a status code. */
function isCut(error: unknown): boolean {
  return typeof error === 'object' && error !== null && !('statusCode' in error);
}
