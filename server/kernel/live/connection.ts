import type { IncomingMessage } from 'node:http';
import type { Context } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Actor } from '../actor.ts';
import type { Caller } from '../context.ts';
import type { AskedDocument } from '../queryLimits.ts';
import type { Subscriber } from './subscriber.ts';
import type { SocketWriter } from './writer.ts';

/** Who is at the other end, once they have said so. */
export interface Connected {
  actor: Actor;
  readonly caller: Caller;
  readonly writer: SocketWriter<Subscriber>;
  /** The place among the sockets of this person, key or address. */
  giveBack(): void;
  expiry: NodeJS.Timeout | undefined;
}
/** The request is let go once its sender is known: it would be kept as long as the socket. */
export interface ConnectionExtra {
  readonly socket: WebSocket;
  request: IncomingMessage | undefined;
  connected: Connected | undefined;
}
export type Connection = Context<Record<string, unknown>, ConnectionExtra>;

/** An operation as the client sent it. */
export interface SubscribePayload extends AskedDocument {
  query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}
