import { ApolloLink, Observable, type FetchResult } from '@apollo/client/core';
import { canonicalStringify } from '@apollo/client/utilities';
import { currentEra } from '../offline/line.ts';
import { hashOf } from './persisted.ts';

/** Answer that the server put into the page's HTML (server/kernel/firstScreen.ts). */
export interface FirstAnswer {
  /** Hash of the document. */
  readonly id: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: FetchResult;
}

/** Milliseconds after which an answer of the HTML is too old to be shown as the present state. */
const freshMs = 15_000;

/**
 * Answers each query of the HTML once, without a request. Answers are dropped after a sign-in or sign-out, and when the
 * first screen is past, because they would be old.
 */
export function firstAnswersLink(answers: readonly FirstAnswer[]): ApolloLink {
  const waiting = new Set(answers);
  const era = currentEra();
  const until = Date.now() + freshMs;
  return new ApolloLink((operation, forward) => {
    if (waiting.size === 0) return forward(operation);
    if (era !== currentEra() || Date.now() > until) waiting.clear();
    const hash = hashOf(operation.query);
    const asked = canonicalStringify(operation.variables);
    const found = [...waiting].find(({ id, variables }) => id === hash && canonicalStringify(variables) === asked);
    if (!found) return forward(operation);
    waiting.delete(found);
    return new Observable((observer) => {
      // In a task of its own: all answers at once would be drawn in one long task.
      const timer = setTimeout(() => {
        observer.next(found.answer);
        observer.complete();
      });
      return () => clearTimeout(timer);
    });
  });
}

/**
 * Reads the answers of the HTML. A page that the browser shows again from its history has old answers, so none are
 * used.
 */
export function readFirstAnswers(): readonly FirstAnswer[] {
  const element = document.getElementById('first-answers');
  element?.remove();
  const text = element?.textContent;
  if (isFromHistory()) return [];
  if (!text) return [];
  const answers: readonly FirstAnswer[] = JSON.parse(text);
  return answers;
}

function isFromHistory(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'back_forward';
}
