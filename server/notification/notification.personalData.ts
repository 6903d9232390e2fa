import { byStaff, keepTownData, type PersonalData } from '../kernel/personalData.ts';

const gone = 'Nothing is sent to the person any more.';

/** The batch goes on with the next recipient; a recipient is never written to twice. */
const nextBatch: PersonalData[string] = {
  because: 'The message still goes to all others.',
  columns: { after: { does: 'UNLINK', holds: 'recipient' }, only: { does: 'DELETE', holds: 'recipient' } },
};

/** Treatment of the data of this domain when somebody is erased. */
export const notificationPersonalData: PersonalData = {
  Message: { because: 'Staff answer for what they sent.', columns: { sender: byStaff } },
  MessageText: keepTownData('Proof of what was sent to many people; it names no recipient.', 'sha256', 'text'),
  DeliverySummary: keepTownData('Numbers without people.', 'numbers'),
  Delivery: { because: gone, columns: { recipient: 'DELETE', contact: 'DELETE' } },
  Escalation: { because: gone, columns: { recipient: 'DELETE', fromContact: 'UNLINK', toContact: 'UNLINK' } },
  DeliveryReceipt: keepTownData('Codes of other servers; they end with the delivery.', 'code'),
  ReceiptCount: keepTownData('Numbers without people.', 'outcome'),
  Preference: { because: gone, columns: { recipient: 'DELETE' } },
  NumberCode: { because: gone, exports: null, columns: { contact: 'DELETE' } },
  SmsSettings: keepTownData('Sender of the town.', 'sender'),
  Sms: {
    because: 'The money stays spent. The id leads nowhere when the contact is deleted.',
    columns: { contactId: 'KEEP', gatewayId: 'KEEP' },
  },
  HostPause: keepTownData('Hosts of push services, domains of mail addresses and the SMS gateway.', 'host'),
  'notification.dropNumber': { because: gone, columns: { contactId: 'DELETE' } },
  'notification.dropReplyTo': { because: gone, columns: { contactId: 'DELETE' } },
  'notification.spread': nextBatch,
  'notification.spread.EMERGENCY': nextBatch,
};
