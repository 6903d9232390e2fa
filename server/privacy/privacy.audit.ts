import type { AuditContribution } from '../kernel/audit.ts';
import { erasureRequested, erasureUndone } from './erasure/privacy.erasure.events.ts';

/** What citizens do with their own data is nobody else's business. */
export const privacyAudit: AuditContribution = { sentences: [], notAudited: [erasureRequested, erasureUndone] };
