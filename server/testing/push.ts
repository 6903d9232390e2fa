import { setTimeout as pause } from 'node:timers/promises';
import { type LoopbackSubscription, type Pushed, startLoopbackPushService } from '../demo/pushService.ts';
import type { Data } from './client.ts';

export type TestSubscription = LoopbackSubscription;

/** Request that the service got; `message` is undefined if it is for no browser of this service. */
export interface TestPushed extends Omit<Pushed, 'message'> {
  readonly message: Data;
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;

/** Push service of the demo, which keeps all requests for tests. */
export async function startPushService() {
  const pushed: TestPushed[] = [];
  const service = await startLoopbackPushService((one) => pushed.push(one));
  const { answerOf } = service;
  const connections = new Set<object>();
  service.server.on('request', ({ socket }) => connections.add(socket));
  return Object.assign(service, {
    pushed,
    /** Forgets all requests, and answers as at the start to the server with this key. */
    reset(vapidKey: string): void {
      pushed.length = 0;
      Object.assign(service, { vapidKey, answerOf });
    },
    /** Number of connections that the server opened. */
    connections,
    /** Requests to a subscription, as soon as there are `count` of them. */
    async take({ endpoint }: TestSubscription, count = 1): Promise<readonly TestPushed[]> {
      const { pathname } = new URL(endpoint);
      const found = (): TestPushed[] => pushed.filter(({ path }) => path === pathname);
      for (let n = 0; n < 300 && found().length < count; n++) await pause(50);
      return found();
    },
  });
}
