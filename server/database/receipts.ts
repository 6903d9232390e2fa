import 'reflect-metadata';
import { ConfigError, readConfig } from '../kernel/config.ts';
import { receiptPath } from '../notification/sms/notification.smsReceipt.service.ts';
import { startServices } from '../services.ts';

/* Prints the address to which the SMS gateway sends its receipts. */
try {
  const services = await startServices(readConfig());
  try {
    console.log(services.publicUrl() + receiptPath(services));
  } finally {
    await services.close();
  }
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
