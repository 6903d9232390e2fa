import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { smsAudit } from './notification.sms.audit.ts';
import { numberCode } from './notification.number.messages.ts';
import { findNumber } from './notification.number.service.ts';
import { NumberCode, Sms, SmsSettings, SmsSpending } from './notification.sms.entity.ts';
import { dropNumberJob } from './notification.sms.jobs.ts';
import { NumberResolver, TownSmsResolver } from './notification.sms.resolver.ts';
import { smsReceiptRouter } from './notification.sms.router.ts';
import { smsChannel } from './notification.sms.ts';

/** SMS: numbers, money and receipts. */
export const smsPart: Contributions = {
  entities: [SmsSettings, SmsSpending, Sms, NumberCode],
  resolvers: [TownSmsResolver, NumberResolver],
  nodes: [node('MobileNumber', findNumber)],
  jobs: [dropNumberJob],
  messages: [numberCode],
  routes: [smsReceiptRouter],
  channels: [smsChannel],
  audit: [smsAudit],
};
