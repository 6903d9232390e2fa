/** Runs acts one after the other, because keys can be faster than the network. */
export function oneAfterAnother() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(act: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(act);
    last = turn.catch(() => undefined); // the caller handles the failure
    return turn;
  };
}
