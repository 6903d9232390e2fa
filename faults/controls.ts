import type { Control } from './harness/scenario.ts';

/** Controls that several scenarios share. */
export const acknowledgesEarly: Control = {
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

export const neverCompares: Control = {
  title: 'topics are never compared with the database',
  patches: [
    {
      file: 'server/kernel/live/multicast.ts',
      find: 'services.config.compareMs',
      replace: '2 ** 30',
    },
  ],
};
