import { defineChannel } from '../notification.channels.ts';
import { pushLifetimes } from '../push/notification.push.rules.ts';
import { type Settlement, settleSms } from './notification.budget.service.ts';
import { isSmsOffered } from './notification.settings.service.ts';
import { readReserved, reserveDeliveries, sendSms, writeSms } from './notification.sms.service.ts';

/** SMS through the gateway of the installation, paid by the town. */
export const smsChannel = defineChannel<string, Settlement>({
  name: 'SMS',
  description: 'By SMS; only if the town lets people choose it.',
  slots: 20,
  makesNoise: true,
  promisesReceipts: true,
  lifetime: pushLifetimes,
  carries: ({ sms }) => sms !== undefined,
  works: ({ smsGateway }) => smsGateway !== undefined,
  isOffered: isSmsOffered,
  reserve: reserveDeliveries,
  render: writeSms,
  textOf: (_letter, text) => text,
  readAhead: readReserved,
  send: sendSms,
  storeAnswers: settleSms,
});
