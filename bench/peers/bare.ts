import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { findPerson, requireStanding } from './people.ts';
import { alertsChannel, isListening, keepAliveMs, pollChannel, setting } from './schema.ts';

/**
 * A server without GraphQL: it sends one string per change unchanged to every socket of the topic. It implements only
 * the part of the protocol that the load client needs, and the heartbeat of the manual of `ws`.
 */
interface Message {
  readonly id: string;
  readonly type: 'connection_init' | 'subscribe';
  readonly payload: { readonly variables: { readonly id?: string; readonly municipalityId?: string } };
}
interface Topic {
  readonly field: string;
  readonly id: string;
  readonly sockets: Set<WebSocket>;
}

const topics = new Map<string, Topic>();
const alive = new WeakSet<WebSocket>();
const redis = new Redis(setting('REDIS_URL'));
const http = createServer();
const wss = new WebSocketServer({ server: http, handleProtocols: () => 'graphql-transport-ws' });

redis.on('message', (channel: string, state: string) => {
  const topic = topics.get(channel);
  if (topic === undefined) return;
  const text = `{"id":"${topic.id}","type":"next","payload":{"data":{"${topic.field}":${state}}}}`;
  for (const socket of topic.sockets) socket.send(text);
});

wss.on('connection', (socket, request) => {
  const own = new Set<Topic>();
  let person: string | undefined;
  const answer = async ({ type, id, payload }: Message): Promise<void> => {
    if (type === 'connection_init') {
      person = await findPerson(request.headers.cookie);
      socket.send('{"type":"connection_ack"}');
    } else {
      if (payload.variables.id !== undefined) await requireStanding(payload.variables.id, person);
      own.add(join(socket, id, payload.variables));
    }
  };
  alive.add(socket);
  socket.on('pong', () => alive.add(socket));
  socket.on('message', (data: Buffer) => {
    answer(JSON.parse(data.toString()) as Message).catch(() => {
      socket.close(4403, 'Forbidden');
    });
  });
  socket.on('close', () => {
    for (const topic of own) topic.sockets.delete(socket);
  });
});

setInterval(() => {
  for (const socket of wss.clients) {
    if (!alive.delete(socket)) socket.terminate();
    else socket.ping();
  }
}, keepAliveMs);

http.listen(Number(setting('PORT')), '127.0.0.1', isListening);

function join(socket: WebSocket, id: string, variables: Message['payload']['variables']): Topic {
  const channel =
    variables.id === undefined ? alertsChannel(variables.municipalityId ?? '') : pollChannel(variables.id);
  const topic = topics.get(channel) ?? { id, field: channel.slice(0, channel.indexOf(':')), sockets: new Set() };
  if (!topics.has(channel)) void redis.subscribe(channel);
  topics.set(channel, topic);
  topic.sockets.add(socket);
  return topic;
}
