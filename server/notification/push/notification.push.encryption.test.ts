import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { encryptFor, encryptWith, longestText } from './notification.push.encryption.ts';

/** The library by which web-push encrypts. */
interface Ece {
  encrypt(text: Buffer, options: EceOptions): Buffer;
  decrypt(body: Buffer, options: EceOptions): Buffer;
}
interface EceOptions {
  readonly version: 'aes128gcm';
  readonly privateKey: ECDH;
  readonly authSecret: string;
  readonly dh?: string;
  readonly salt?: string;
}
const webPush = createRequire(import.meta.url).resolve('web-push');
const ece = createRequire(webPush)('http_ece') as Ece;

const version = 'aes128gcm';
const texts = ['', 'a', 'Übung: Straße gesperrt 🚧', 'x'.repeat(longestText)];

function givenBrowser() {
  const privateKey = createECDH('prime256v1');
  const p256dh = privateKey.generateKeys('base64url');
  const auth = randomBytes(16).toString('base64url');
  const open = (body: Buffer): string => ece.decrypt(body, { version, privateKey, authSecret: auth }).toString('utf8');
  return { keys: { p256dh, auth }, open };
}

test('with the same key pair and salt every byte is that of http_ece', () => {
  for (const text of texts) {
    for (let n = 0; n < 20; n++) {
      const { keys } = givenBrowser();
      const sender = createECDH('prime256v1');
      sender.generateKeys();
      const salt = randomBytes(16);
      const options = { version, privateKey: sender, dh: keys.p256dh, authSecret: keys.auth } as const;
      const theirs = ece.encrypt(Buffer.from(text), { ...options, salt: salt.toString('base64url') });
      expect(encryptWith(sender, salt, keys, text).equals(theirs)).toBe(true);
    }
  }
});

test('the message of appendix A of RFC 8291 is reproduced', () => {
  const sender = createECDH('prime256v1');
  sender.setPrivateKey('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url');
  const keys = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  const salt = Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url');
  const body = encryptWith(sender, salt, keys, 'When I grow up, I want to be a watermelon');
  expect(body.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

test('http_ece opens what was encrypted; another browser and a changed byte are refused', () => {
  const { keys, open } = givenBrowser();
  for (const text of texts) {
    const body = encryptFor(keys, text);
    expect(body.length).toBeLessThanOrEqual(4096);
    expect(open(body)).toBe(text);
    expect(() => givenBrowser().open(body)).toThrow();
    for (const place of [0, 30, 86, body.length - 1]) {
      const changed = Buffer.from(body);
      changed.writeUInt8((changed[place] ?? 0) ^ 1, place);
      expect(() => open(changed)).toThrow();
    }
  }
});

test('no key pair and no salt is used twice', () => {
  const { keys } = givenBrowser();
  const bodies = Array.from({ length: 200 }, () => encryptFor(keys, 'Guten Tag'));
  expect(new Set(bodies.map((body) => body.toString('hex', 0, 16))).size).toBe(200);
  expect(new Set(bodies.map((body) => body.toString('hex', 21, 86))).size).toBe(200);
});

test('a text that is too long and a key that is no point are refused', () => {
  const { keys } = givenBrowser();
  expect(() => encryptFor(keys, 'x'.repeat(longestText + 1))).toThrow(RangeError);
  expect(() => encryptFor({ ...keys, p256dh: Buffer.alloc(65, 7).toString('base64url') }, 'Guten Tag')).toThrow();
});
