import { parseArgs } from 'node:util';
import { receiptPath } from '../../notification/sms/notification.smsReceipt.service.ts';
import { startServices } from '../../services.ts';
import { defineCommand } from '../command.ts';

const usage = `npm run receipts    prints the address to which the SMS gateway sends its receipts`;

/** Prints the address for receipts of the SMS gateway, which contains a secret. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  parseArgs({ args: argv, options: {} });
  const services = await startServices(readConfig());
  try {
    return services.publicUrl() + receiptPath(services);
  } finally {
    await services.close();
  }
});
