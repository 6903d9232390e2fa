import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { appRouter } from './media.app.router.ts';
import { mediaAudit } from './media.audit.ts';
import { Photo } from './media.entity.ts';
import { eraseUnusedPhotos } from './media.erasure.ts';
import { mediaErrors } from './media.errors.ts';
import { mediaJobs } from './media.jobs.ts';
import { mediaPersonalData, mediaRetention } from './media.personalData.ts';
import { mediaRouter } from './media.router.ts';
import { findPhoto } from './media.service.ts';
import { TownPictureResolver } from './media.town.resolver.ts';
import { townPictureRule } from './media.town.service.ts';

export const media = defineDomain({
  name: 'media',
  userErrors: mediaErrors,
  entities: [Photo],
  resolvers: [TownPictureResolver],
  nodes: [node('Photo', findPhoto)],
  jobs: mediaJobs,
  routes: [mediaRouter, appRouter],
  photoRules: [townPictureRule],
  audit: [mediaAudit],
  personalData: mediaPersonalData,
  retention: mediaRetention,
  erasures: [eraseUnusedPhotos],
});
