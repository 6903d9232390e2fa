import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { open311Audit } from './open311.audit.ts';
import { open311Errors } from './open311.errors.ts';
import { findServer } from './open311.handover.service.ts';
import { Handover, Open311Server } from './open311.outgoing.entity.ts';
import { handoverJobs } from './open311.outgoing.jobs.ts';
import { outgoingResolvers } from './open311.outgoing.resolver.ts';
import { open311PersonalData, open311Retention } from './open311.personalData.ts';
import { open311Router } from './open311.router.ts';

export const open311 = defineDomain({
  name: 'open311',
  userErrors: open311Errors,
  entities: [Open311Server, Handover],
  resolvers: outgoingResolvers,
  nodes: [node('Open311Server', findServer)],
  jobs: handoverJobs,
  routes: [open311Router],
  audit: [open311Audit],
  personalData: open311PersonalData,
  retention: open311Retention,
});
