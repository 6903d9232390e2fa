/**
 * Reads anew whenever asked, one read at a time: what is asked for while one runs (whose answer may be older) is one more
 * read afterwards.
 */
export function onceMore(read: () => Promise<unknown> | undefined): () => void {
  let isRunning = false;
  let isAsked = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isAsked = false;
      await read()?.catch(() => undefined); // whoever shows the answer shows the failure
    } while (isAsked);
    isRunning = false;
  };
  return () => {
    isAsked = true;
    if (!isRunning) void run();
  };
}
