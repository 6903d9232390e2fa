import { defineDomain } from '../kernel/domain.ts';
import { oneClickRoute } from '../kernel/links.ts';
import { node } from '../kernel/nodes.ts';
import { demoOnly } from '../kernel/routes.ts';
import { ViewerBounceResolver } from './bounce/notification.bounce.resolver.ts';
import { startBounceServer } from './bounce/notification.bounce.server.ts';
import { addressErrors } from './address/notification.address.errors.ts';
import { addressPart } from './address/notification.address.part.ts';
import { checkListeners, deliveryCheck } from './check/notification.check.messages.ts';
import { DeliveryCheckResolver } from './check/notification.check.resolver.ts';
import { contactEndListeners } from './contact/notification.contact.ended.ts';
import { contactTest } from './contact/notification.contact.messages.ts';
import { ContactResolver } from './contact/notification.contact.resolver.ts';
import { findContact } from './contact/notification.contact.service.ts';
import { digestMessage } from './digest/notification.digest.service.ts';
import { escalationPart } from './escalation/notification.escalation.part.ts';
import { notificationAudit } from './notification.audit.ts';
import { inboxChannel } from './notification.channels.ts';
import { emailChannel } from './notification.email.ts';
import { Delivery, DeliveryReceipt, HostPause, Message, Preference, ReceiptCount } from './notification.entity.ts';
import { notificationErrors } from './notification.errors.ts';
import { groupListeners } from './notification.groups.ts';
import { findInboxItem } from './notification.inbox.service.ts';
import { digestJob, receiptJob, releaseJob, spreadJobs } from './notification.jobs.ts';
import { inboxStream } from './notification.live.ts';
import { mailboxRouter } from './notification.mailbox.ts';
import { notificationPersonalData } from './notification.personalData.ts';
import { notificationRetention } from './notification.retention.ts';
import { InboxResolver, ViewerInboxResolver } from './notification.resolver.ts';
import { messagePort } from './notification.spread.service.ts';
import { ViewerStartResolver } from './start/notification.start.resolver.ts';
import { unsubscribe } from './notification.unsubscribe.service.ts';
import { followMessageListeners, followMessages } from './link/notification.follow.messages.ts';
import { FollowGroupsResolver } from './link/notification.follow.resolver.ts';
import { LinkResolver } from './link/notification.link.resolver.ts';
import { DeviceResolver } from './push/notification.device.resolver.ts';
import { deviceListeners } from './push/notification.device.service.ts';
import { pushChannel } from './push/notification.push.ts';
import { QuietHoursResolver } from './quiet/notification.quiet.resolver.ts';
import { heldSummary } from './quiet/notification.summary.service.ts';
import { proofRouter } from './report/notification.export.router.ts';
import { MessageText } from './report/notification.text.entity.ts';
import { deliveryStream } from './report/notification.report.live.ts';
import { IssueForwardMailResolver } from './report/notification.forward.resolver.ts';
import { sendingStream } from './report/notification.town.live.ts';
import { MunicipalitySendingResolver } from './report/notification.town.resolver.ts';
import { ReachResolver } from './report/notification.reach.resolver.ts';
import { DeliveryReportResolver, MunicipalityDeliveriesResolver } from './report/notification.report.resolver.ts';
import { findReport } from './report/notification.report.service.ts';
import { DeliverySummary } from './report/notification.summary.entity.ts';
import { smsErrors } from './sms/notification.sms.errors.ts';
import { smsPart } from './sms/notification.sms.part.ts';

export const notification = defineDomain({
  name: 'notification',
  scopeFields: { 'posts:write': ['Query.reach', 'Reach'] },
  userErrors: { ...notificationErrors, ...smsErrors, ...addressErrors },
  entities: [Message, Delivery, DeliveryReceipt, ReceiptCount, HostPause, Preference, MessageText, DeliverySummary],
  resolvers: [
    ViewerInboxResolver,
    InboxResolver,
    ViewerStartResolver,
    ViewerBounceResolver,
    ContactResolver,
    DeviceResolver,
    QuietHoursResolver,
    DeliveryCheckResolver,
    FollowGroupsResolver,
    LinkResolver,
    DeliveryReportResolver,
    MunicipalityDeliveriesResolver,
    ReachResolver,
    MunicipalitySendingResolver,
    IssueForwardMailResolver,
  ],
  nodes: [node('InboxItem', findInboxItem), node('Contact', findContact), node('DeliveryReport', findReport)],
  listeners: [
    ...groupListeners,
    ...deviceListeners,
    ...checkListeners,
    ...followMessageListeners,
    ...contactEndListeners,
  ],
  jobs: [...spreadJobs, digestJob, releaseJob, receiptJob],
  messages: [digestMessage, contactTest, heldSummary, deliveryCheck, ...followMessages],
  topics: [inboxStream, deliveryStream, sendingStream],
  routes: [demoOnly(mailboxRouter), proofRouter, oneClickRoute('/unsubscribe/:token', unsubscribe)],
  servers: [startBounceServer],
  channels: [inboxChannel, emailChannel, pushChannel],
  messagePorts: [messagePort],
  audit: [notificationAudit],
  parts: [smsPart, addressPart, escalationPart],
  personalData: notificationPersonalData,
  retention: notificationRetention,
});
