import type { Contributions } from '../../kernel/domain.ts';
import { MorningPlan } from './issue.morning.entity.ts';
import { morningList } from './issue.morning.messages.ts';
import { morningJob, morningListeners } from './issue.morning.jobs.ts';

/** Mail to the desks each morning. */
export const morningPart: Contributions = {
  entities: [MorningPlan],
  messages: [morningList],
  listeners: morningListeners,
  jobs: [morningJob],
};
