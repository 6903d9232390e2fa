import type { TestServer } from './server.ts';

/** Sets the clock of the server to this time; without a time, back to the real clock. */
export function setTime(app: TestServer, time?: string): void {
  Object.assign(app.services, { now: () => (time === undefined ? new Date() : new Date(time)) });
}
