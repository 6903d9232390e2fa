import type { Patch } from './harness/build.ts';

/** Planted defects that more than one scenario must find. */
interface Plant {
  readonly title: string;
  readonly patches: readonly Patch[];
}

export const acknowledgesEarly: Plant = {
  title: 'votes are acknowledged before their statement has committed',
  patches: [
    {
      file: 'server/poll/poll.vote.service.ts',
      find: 'const { reason } = await ballotWriter(ctx)({ pollId, personId, ...proof, optionIds, ranked, texts });',
      replace: `const vote = { pollId, personId, ...proof, optionIds, ranked, texts };
  setTimeout(() => void ballotWriter(ctx)(vote).catch(() => undefined), 200);
  const reason = null;`,
    },
  ],
};

export const neverCompares: Plant = {
  title: 'topics are never compared with the database',
  patches: [
    {
      file: 'server/kernel/live/multicast.ts',
      find: 'services.config.compareMs',
      replace: '2 ** 30',
    },
  ],
};
