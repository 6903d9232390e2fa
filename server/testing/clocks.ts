import type { TestServer } from './server.ts';

/** Sets the clock of the server to this time; without a time, back to the real clock. */
export function setTime(app: TestServer, time?: string): void {
  Object.assign(app.services, { now: () => (time === undefined ? new Date() : new Date(time)) });
}

/** The first 9:00 UTC that is at least one day ahead: whatever the time is now, no date near it crosses midnight. */
export function laterMorning(): Date {
  const day = 86_400_000;
  const nine = 9 * 3_600_000;
  return new Date(Math.ceil((Date.now() + day - nine) / day) * day + nine);
}
