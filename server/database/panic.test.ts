import { expect, test, vi } from 'vitest';
import { watchPanics } from './panic.ts';

const failing = (severity: string) => {
  const fail = () => Promise.reject(Object.assign(new Error('could not write to file'), { severity }));
  return { execProtocol: fail, execProtocolStream: fail };
};

test.each([
  ['PANIC', 2],
  ['ERROR', 0],
])('the process ends after %s: %i calls of two', async (severity, calls) => {
  const client = failing(severity);
  const end = vi.fn();
  watchPanics(client, end);
  for (const statement of [client.execProtocol, client.execProtocolStream])
    await expect(statement()).rejects.toThrow('could not write to file');
  expect(end).toHaveBeenCalledTimes(calls);
});
