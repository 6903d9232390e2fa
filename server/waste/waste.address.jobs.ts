import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { readAddress } from './waste.address.service.ts';
import { readWasteAddress } from './waste.events.ts';

export const readWasteAddressJob = handle(readWasteAddress, (services, job) =>
  readAddress(forkContext(services, system), job),
);
