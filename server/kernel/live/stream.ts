import type { ExecutionResult } from 'graphql';
import type { Member } from './group.ts';

/** Never yields: graphql-ws keeps protocol, ids and clean-up; messages go straight to the socket. Sets `member.end`. */
export function silentStream(member: Member, leave: () => void): AsyncIterableIterator<ExecutionResult> {
  const ended = Promise.withResolvers<IteratorReturnResult<undefined>>();
  ended.promise.catch(() => undefined);
  member.end = (error) => {
    member.hasEnded = true;
    leave();
    if (error === undefined) ended.resolve({ done: true, value: undefined });
    else ended.reject(error as Error);
  };
  const close = (): Promise<IteratorReturnResult<undefined>> => {
    member.end();
    return Promise.resolve({ done: true, value: undefined });
  };
  const next = (): Promise<IteratorReturnResult<undefined>> => ended.promise;
  const stream = { next, return: close, throw: close, [Symbol.asyncIterator]: () => stream };
  return stream as AsyncIterableIterator<ExecutionResult>;
}
