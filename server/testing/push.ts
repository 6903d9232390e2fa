import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Data } from './client.ts';

/** Request that a push service got, decrypted with the private key of the browser. */
export interface Pushed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Number of bytes of the body. */
  readonly size: number;
  /** Salt and public key with which the message was encrypted, base64url. */
  readonly secrets: string;
  /** The message; undefined if it is for no browser of this service. */
  readonly message: Data;
}

/** Answer of the service; `Infinity` as status: none. */
export interface PushAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parts of a browser's PushSubscription. */
export interface TestSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;

/**
 * Push service on loopback, in place of those of the browsers' makers. It answers 401 to requests without a valid
 * signature of VAPID for its own origin and for the key with which the browser subscribed, as the real ones do.
 */
export async function startPushService() {
  const pushed: Pushed[] = [];
  const browsers = new Map<string, Browser>();
  const service = { vapidKey: '', answerOf: (_path: string): PushAnswer => ({ status: 201 }) };
  let origin = '';
  const connections = new Set<object>();

  const server = createServer((request, response) => {
    connections.add(request.socket);
    void receive(request).then(({ status, headers = {} }) => {
      if (status !== Infinity) response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  origin = `http://${host}`;

  async function receive(request: IncomingMessage): Promise<PushAnswer> {
    const body = await buffer(request);
    const path = request.url ?? '';
    const browser = browsers.get(path);
    const isProven = isSigned(request.headers.authorization ?? '', origin, service.vapidKey);
    const message: Data = browser && isProven ? JSON.parse(decrypt(browser, body)) : undefined;
    const secrets = body.subarray(0, 86).toString('base64url');
    pushed.push({ path, headers: request.headers, size: body.length, secrets, message });
    return isProven ? service.answerOf(path) : { status: 401 };
  }

  return Object.assign(service, {
    /** Host in the form of OUTSIDE_HOSTS. */
    host,
    pushed,
    /** Number of connections that the server opened. */
    connections,
    /** Subscribes a new browser, as `pushManager.subscribe()` does. */
    subscribe(): TestSubscription {
      const keys = createECDH('prime256v1');
      const p256dh = keys.generateKeys('base64url');
      const auth = randomBytes(16);
      const path = `/wpush/v2/${randomBytes(12).toString('base64url')}`;
      browsers.set(path, { keys, auth });
      return { endpoint: origin + path, p256dh, auth: auth.toString('base64url') };
    },
    /** Requests to a subscription, as soon as there are `count` of them. */
    async take({ endpoint }: TestSubscription, count = 1): Promise<readonly Pushed[]> {
      const { pathname } = new URL(endpoint);
      const found = (): Pushed[] => pushed.filter(({ path }) => path === pathname);
      for (let n = 0; n < 300 && found().length < count; n++) await pause(50);
      return found();
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  });
}

interface Browser {
  readonly keys: ECDH;
  readonly auth: Buffer;
}

/** Checks the header of RFC 8292: signature by the key, audience, and an end within a day. */
export function isSigned(authorization: string, origin: string, key: string): boolean {
  const [, token = '', given = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  if (given !== key || signature === '') return false;
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const isGenuine = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub }: Data = JSON.parse(Buffer.from(claims, 'base64url').toString());
  const seconds = exp - Date.now() / 1000;
  return isGenuine && aud === origin && seconds > 0 && seconds <= 86_400 && /^(https|mailto):/.test(sub);
}

/** Decrypts a body of one record with `aes128gcm` (RFC 8188 and 8291). Throws if it is not for this browser. */
function decrypt({ keys, auth }: Browser, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), senderKey]);
  const secret = Buffer.from(hkdfSync('sha256', keys.computeSecret(senderKey), auth, info, 32));
  const contentKey = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const tag = record.subarray(-16);
  const key = createDecipheriv('aes-128-gcm', contentKey, nonce).setAuthTag(tag);
  const padded = Buffer.concat([key.update(record.subarray(0, -16)), key.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
