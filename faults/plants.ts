import type { Patch } from './harness/build.ts';

/** Planted defects that more than one scenario must find. */
export const acknowledgesEarly: { readonly title: string; readonly patches: readonly Patch[] } = {
  title: 'votes are acknowledged before their statement has committed',
  patches: [
    {
      file: 'server/poll/poll.ballots.ts',
      find: '  writers.set(bus, writer);\n  return writer;',
      replace: `  const early = (vote: Vote): Promise<VoteOutcome> => {
    setTimeout(() => void writer(vote).catch(() => undefined), 200);
    return Promise.resolve({ reason: null });
  };
  writers.set(bus, early);
  return early;`,
    },
  ],
};
