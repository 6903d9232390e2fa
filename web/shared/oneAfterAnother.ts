/** Whoever works by keys is quicker than the line: what is asked for while something runs waits for its turn. */
export function oneAfterAnother() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(act: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined); // whoever asked for it is told
    return turn;
  };
}
