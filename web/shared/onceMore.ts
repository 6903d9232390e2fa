/**
 * Returns a function that runs `read`, one call at a time. Calls during a run, whose answer may be older, cause one
 * further run.
 */
export function onceMore(read: () => Promise<unknown> | undefined): () => void {
  let isRunning = false;
  let isAsked = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isAsked = false;
      await read()?.catch(() => undefined); // failures are shown with the result
    } while (isAsked);
    isRunning = false;
  };
  return () => {
    isAsked = true;
    if (!isRunning) void run();
  };
}
