import type { AuditContribution } from '../kernel/audit.ts';
import { attachmentRemoved, attachmentUploaded, photoRemoved, photoUploaded } from './media.events.ts';

export const mediaAudit: AuditContribution = {
  sentences: [],
  notAudited: [photoUploaded, photoRemoved, attachmentUploaded, attachmentRemoved],
};
