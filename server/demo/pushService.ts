import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Message for a device as the service worker of a browser reads it. */
export interface PushedMessage {
  readonly notification: { readonly title: string; readonly body: string; readonly navigate: string };
}

/** Request that a push service got, decrypted with the private key of the browser. */
export interface Pushed {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Number of bytes of the body. */
  readonly size: number;
  /** Salt and public key with which the message was encrypted, base64url. */
  readonly secrets: string;
  /** Undefined if the message is for no browser of this service, or not signed. */
  readonly message: PushedMessage | undefined;
}

/** Answer of the service; `Infinity` as status: none. */
export interface PushAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parts of a browser's PushSubscription. */
export interface LoopbackSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export type LoopbackPushService = Awaited<ReturnType<typeof startLoopbackPushService>>;

/**
 * Push service on loopback, in place of those of the browsers' makers. It answers 401 to requests without a valid
 * signature of VAPID for its own origin and for the key with which the browser subscribed, as the real ones do. `note` is
 * called with each request before its answer.
 */
export async function startLoopbackPushService(note: (pushed: Pushed) => void) {
  const browsers = new Map<string, Browser>();
  const service = { vapidKey: '', answerOf: (_path: string): PushAnswer => ({ status: 201 }) };
  let origin = '';
  const server = createServer((request, response) => {
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
    const message = browser && isProven ? (JSON.parse(decrypt(browser, body)) as PushedMessage) : undefined;
    const secrets = body.subarray(0, 86).toString('base64url');
    note({ path, headers: request.headers, size: body.length, secrets, message });
    return isProven ? service.answerOf(path) : { status: 401 };
  }

  return Object.assign(service, {
    /** Host in the form of OUTSIDE_HOSTS. */
    host,
    server,
    /** Subscribes a new browser, as `pushManager.subscribe()` does. */
    subscribe(): LoopbackSubscription {
      const keys = createECDH('prime256v1');
      const p256dh = keys.generateKeys('base64url');
      const auth = randomBytes(16);
      const path = `/wpush/v2/${randomBytes(12).toString('base64url')}`;
      browsers.set(path, { keys, auth });
      return { endpoint: origin + path, p256dh, auth: auth.toString('base64url') };
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

interface Claims {
  readonly aud?: unknown;
  readonly exp?: unknown;
  readonly sub?: unknown;
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
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims;
  const seconds = Number(exp) - Date.now() / 1000;
  return isGenuine && aud === origin && seconds > 0 && seconds <= 86_400 && /^(https|mailto):/.test(String(sub));
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
