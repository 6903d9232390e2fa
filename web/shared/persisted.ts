import { ApolloLink, Observable, type FetchResult, type Operation } from '@apollo/client/core';
import type { DocumentNode } from 'graphql';
import { errorCode } from './errors.ts';

/**
 * Sends the hash of a document instead of its text, over HTTP and WebSocket. A server that does not know the hash (the
 * page is older than the last deployment) gets the text, from then on always for this document. Apollo's own link
 * continues to send after an early unsubscribe, and needs servers that store texts.
 */
export function persistedLink(): ApolloLink {
  const unknown = new Set<string>();
  return new ApolloLink((operation, forward) => {
    const hash = hashOf(operation.query);
    if (hash === null || unknown.has(hash)) return forward(operation);
    return new Observable<FetchResult>((observer) => {
      let answers = forward(namedBy(operation, hash)).subscribe({
        next: (result) => (isUnknown(result.errors) ? sendText() : observer.next(result)),
        error: (error: unknown) => (isUnknown(error) ? sendText() : observer.error(error)),
        complete: () => observer.complete(),
      });
      const sendText = (): void => {
        answers.unsubscribe();
        unknown.add(hash);
        operation.setContext({ http: {} });
        answers = forward(operation).subscribe(observer);
      };
      return () => answers.unsubscribe();
    });
  });
}

/** Extensions with the hash that replaces the text of the operation; null: the text is sent. */
export function sentHash({ getContext, extensions }: Operation): Record<string, unknown> | null {
  return getContext().http?.includeQuery === false ? extensions : null;
}

function namedBy(operation: Operation, sha256Hash: string): Operation {
  operation.extensions.persistedQuery = { version: 1, sha256Hash };
  operation.setContext({ http: { includeQuery: false, includeExtensions: true } });
  return operation;
}

function isUnknown(error: unknown): boolean {
  return errorCode(error) === 'PERSISTED_QUERY_NOT_SUPPORTED';
}

/** Hash of the text as it is sent (codegen.ts). */
export function hashOf(document: DocumentNode & { readonly __meta__?: { readonly hash?: string } }): string | null {
  return document.__meta__?.hash ?? null;
}
