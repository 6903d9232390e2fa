import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import { bundleDigests } from './digest/notification.digest.service.ts';
import {
  bundleDigest,
  findMissingReceipts,
  releaseHeld,
  spreadEmergency,
  spreadMessage,
} from './notification.events.ts';
import { spread } from './notification.spread.service.ts';
import { release } from './quiet/notification.release.service.ts';
import { markMissing } from './receipt/notification.receipt.service.ts';

export const spreadJobs = [spreadMessage, spreadEmergency].map((queue) =>
  handle(queue, (services, { messageId, after, only }) =>
    spread(forkContext(services, system), messageId, after, only),
  ),
);

export const digestJob = handle(bundleDigest, (services, job) => bundleDigests(forkContext(services, system), job));

export const releaseJob = handle(releaseHeld, (services, job) => release(forkContext(services, system), job));

export const receiptJob = handle(findMissingReceipts, (services, { channel }) =>
  markMissing(forkContext(services, system), channel),
);
