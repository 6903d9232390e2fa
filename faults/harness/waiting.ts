export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Polls `ask` every `everyMs` until it returns true; returns false after `ms`. */
export async function becomesTrue(ask: () => Promise<boolean> | boolean, ms: number, everyMs = 100): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await ask()) return true;
    await pause(everyMs);
  }
  return ask();
}
