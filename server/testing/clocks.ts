import type { TestServer } from './server.ts';

const realClocks = new WeakMap<object, () => Date>();

/** Sets the clock of the server to this time; without a time, back to its real clock. */
export function setTime({ services }: TestServer, time?: string): void {
  const real = realClocks.get(services) ?? services.now;
  realClocks.set(services, real);
  Object.assign(services, { now: time === undefined ? real : () => new Date(time) });
}

/** The first 9:00 UTC that is at least one day ahead: whatever the time is now, no date near it crosses midnight. */
export function laterMorning(): Date {
  const day = 86_400_000;
  const nine = 9 * 3_600_000;
  return new Date(Math.ceil((Date.now() + day - nine) / day) * day + nine);
}
