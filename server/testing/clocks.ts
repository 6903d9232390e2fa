import type { TestServer } from './server.ts';

/** As if it were that time on this server; without one it goes by the real clock again. */
export function setTime(app: TestServer, time?: string): void {
  Object.assign(app.services, { now: () => (time === undefined ? new Date() : new Date(time)) });
}
