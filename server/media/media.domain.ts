import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { appRouter } from './media.app.router.ts';
import { mediaAudit } from './media.audit.ts';
import { Attachment } from './media.attachment.entity.ts';
import { AttachmentResolver } from './media.attachment.resolver.ts';
import { attachmentRouter } from './media.attachment.router.ts';
import { findAttachment } from './media.attachment.service.ts';
import { Photo } from './media.entity.ts';
import { eraseUnusedFiles } from './media.erasure.ts';
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
  entities: [Photo, Attachment],
  resolvers: [TownPictureResolver, AttachmentResolver],
  nodes: [node('Photo', findPhoto), node('Attachment', findAttachment)],
  jobs: mediaJobs,
  routes: [attachmentRouter, mediaRouter, appRouter],
  fileRules: [townPictureRule],
  audit: [mediaAudit],
  personalData: mediaPersonalData,
  retention: mediaRetention,
  erasures: [eraseUnusedFiles],
});
