import { expect } from 'vitest';
import { type Browser, openBrowser } from './browser.ts';
import type { Somebody } from './builders.ts';
import type { PushService, TestSubscription } from './push.ts';
import type { TestServer } from './server.ts';

const add = `mutation($input: AddDeviceInput!) { addDevice(input: $input) { contact { id } userErrors { code path } } }`;

/** Browser that gets the messages of a person. */
export interface Phone {
  readonly browser: Browser;
  readonly subscription: TestSubscription;
  /** Global id of the device. */
  readonly id: string;
}

/** Signs a person in on a new browser and lets messages come to it. */
export async function givenPhone(app: TestServer, push: PushService, { token }: Somebody): Promise<Phone> {
  const browser = openBrowser(app.port);
  browser.cookies.set('session', token);
  const subscription = push.subscribe();
  const { addDevice } = await browser.askData(add, { input: { ...subscription, label: 'Telefon' } });
  expect(addDevice.userErrors).toEqual([]);
  return { browser, subscription, id: addDevice.contact.id };
}
