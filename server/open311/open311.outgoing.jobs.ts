import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { askReport } from './open311.asking.service.ts';
import { askHandover, sendHandover } from './open311.outgoing.events.ts';
import { sendReport } from './open311.sending.service.ts';

export const handoverJobs = [
  handle(sendHandover, (services, turn) => sendReport(forkContext(services, system), turn)),
  handle(askHandover, (services, turn) => askReport(forkContext(services, system), turn)),
];
