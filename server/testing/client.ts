import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';

/** Answers are untyped: tests assert them, and most questions are small. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = any;
export interface Answer {
  readonly data?: Data;
  readonly errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Data }[];
}
export interface Identified {
  /** Token of the session; undefined: signed out. */
  readonly token?: string | undefined;
  /** Key of a partner. */
  readonly key?: string | undefined;
}

export async function post(port: number, who: Identified, body: object): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...identify(who) },
    body: JSON.stringify(body),
  });
}

export async function ask(port: number, who: Identified, query: string, variables: object = {}): Promise<Answer> {
  return (await (await post(port, who, { query, variables })).json()) as Answer;
}

/** Returns the data of the answer; top-level errors fail the test with their text. */
export async function askData(port: number, who: Identified, query: string, variables: object = {}): Promise<Data> {
  const answer = await ask(port, who, query, variables);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

export function connect(port: number | (() => number), who: Identified): Client {
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: cookieOf(who) });
    }
  }
  return createClient({
    url: () => `ws://127.0.0.1:${typeof port === 'number' ? port : port()}/graphql`,
    webSocketImpl: Socket,
    connectionParams: keyOf(who),
    retryAttempts: Infinity,
    retryWait: () => new Promise((done) => setTimeout(done, 50)),
    shouldRetry: () => true,
    lazy: true,
  });
}

/** Subscribes and queues the messages, so that tests wait for messages instead of sleeping. */
export function watch(client: Client, query: string, variables: Record<string, unknown> = {}) {
  const messages: Answer[] = [];
  const waiting: { matches(answer: Answer): boolean; done(answer: Answer): void }[] = [];
  const ended = Promise.withResolvers<unknown>();
  const cancel = client.subscribe(
    { query, variables },
    {
      next: (value: ExecutionResult) => {
        const message = value as Answer;
        messages.push(message);
        for (const one of waiting.filter(({ matches }) => matches(message))) {
          waiting.splice(waiting.indexOf(one), 1);
          one.done(message);
        }
      },
      error: (error) => {
        ended.resolve(error);
      },
      complete: () => {
        ended.resolve('complete');
      },
    },
  );
  return {
    messages,
    cancel,
    /** Resolves with 'complete' or the error when the subscription ends. */
    ended: ended.promise,
    /** First message that matches, among those that have arrived or within `ms` milliseconds. */
    until(matches: (answer: Answer) => boolean, ms = 30_000): Promise<Answer> {
      const known = messages.find(matches);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((done, fail) => {
        const timer = setTimeout(() => {
          fail(new Error(`no such message; the last were ${JSON.stringify(messages.slice(-3))}`));
        }, ms);
        waiting.push({
          matches,
          done: (answer) => {
            clearTimeout(timer);
            done(answer);
          },
        });
      });
    },
  };
}

/** Headers that identify a person or partner. */
export function identify(who: Identified): Record<string, string> {
  return { ...cookieOf(who), ...keyOf(who) };
}

function keyOf({ key }: Identified): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

function cookieOf({ token }: Identified): Record<string, string> {
  return token === undefined ? {} : { cookie: `session=${token}` };
}
