type Ending = () => void | Promise<void>;

const endings: Ending[] = [];

/** Registers a step for the end of the run. Steps run in reverse order, also after a failure and after Ctrl-C. */
export function atEnd(ending: Ending): void {
  endings.push(ending);
}

export async function endAll(): Promise<void> {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
    try {
      await ending();
    } catch (error) {
      console.error(`could not be ended: ${String(error)}`);
    }
  }
}

export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void endAll().then(() => process.exit(130));
    });
  }
}
