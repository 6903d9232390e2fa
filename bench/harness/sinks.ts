import { join } from 'node:path';
import type { Settings } from '../../faults/harness/product.ts';
import type { SinkCalls } from '../load/sinks.ts';
import { startCalls } from './calls.ts';
import { cpus } from './pinning.ts';

export type Sinks = Awaited<ReturnType<typeof startCalls<SinkCalls>>>;

/** Sinks of mails, pushes and SMS, and the settings with which a server sends to them. */
export interface OpenSinks {
  readonly sinks: Sinks;
  readonly settings: Settings;
  readonly pushOrigin: string;
  readonly smsOrigin: string;
}

/** Starts the sinks on loopback, on the processor of the load. */
export async function openSinks(): Promise<OpenSinks> {
  const sinks = await startCalls<SinkCalls>(join(import.meta.dirname, '../load/sinks.ts'), cpus.load);
  const ports = await sinks('open', undefined);
  const push = `127.0.0.1:${ports.push}`;
  const sms = `127.0.0.1:${ports.sms}`;
  const settings = {
    SMTP_URL: `smtp://127.0.0.1:${ports.mail}`,
    PUSH_HOSTS: '127.0.0.1',
    OUTSIDE_HOSTS: `${push},${sms}`,
    SMS_GATEWAY: gatewayAt(sms),
  };
  return { sinks, settings, pushOrigin: `http://${push}`, smsOrigin: `http://${sms}` };
}

function gatewayAt(host: string): string {
  const sent = { id: '/id', price: '/price' };
  const body = 'to={to}&text={text}&from={from}&token={token}';
  return JSON.stringify({ kind: 'http', method: 'POST', url: `http://${host}/sms`, body, sent });
}
