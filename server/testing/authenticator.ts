import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Somebody } from './builders.ts';
import { openBrowser } from './browser.ts';
import type { Data } from './client.ts';
import type { TestServer } from './server.ts';

/** Faults to build into the next answer. */
export interface Mistake {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** True: the device did not verify its user. */
  readonly isUnverified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  /** True: signed with another key. */
  readonly isForged?: boolean;
}

export type Authenticator = ReturnType<typeof openAuthenticator>;

/** Simulated device with one passkey (ES256, discoverable) that makes valid attestations and assertions of WebAuthn. */
export function openAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  let userHandle = '';

  const clientData = (type: string, challenge: string, mistake: Mistake): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: mistake.origin ?? origin, crossOrigin: false }));
  const deviceData = (rpId: string, mistake: Mistake, more: Buffer = Buffer.alloc(0)): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(mistake.counter ?? ++counter);
    const flags = 0x01 | (mistake.isUnverified === true ? 0 : 0x04) | (more.length > 0 ? 0x40 : 0);
    return Buffer.concat([sha256(mistake.rpId ?? rpId), Buffer.from([flags]), count, more]);
  };
  const answer = (response: object): string => {
    const name = id.toString('base64url');
    return JSON.stringify({ id: name, rawId: name, type: 'public-key', clientExtensionResults: {}, response });
  };

  return {
    /** Creates the passkey. */
    create(options: string, mistake: Mistake = {}): string {
      const { challenge, rp, user }: Data = JSON.parse(options);
      userHandle = user.id;
      const key = publicKey.export({ format: 'jwk' });
      const point = [key.x, key.y].map((part) => Buffer.from(part ?? '', 'base64url'));
      const cose = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, point[0]],
          [-3, point[1]],
        ]),
      );
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const authData = deviceData(rp.id, mistake, credential);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return answer({
        clientDataJSON: clientData('webauthn.create', mistake.challenge ?? challenge, mistake).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    /** Signs in with the passkey. */
    get(options: string, mistake: Mistake = {}): string {
      const { challenge, rpId }: Data = JSON.parse(options);
      const client = clientData('webauthn.get', mistake.challenge ?? challenge, mistake);
      const authenticatorData = deviceData(rpId, mistake);
      const key =
        mistake.isForged === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : privateKey;
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', Buffer.concat([authenticatorData, sha256(client)]), key).toString('base64url'),
        userHandle: mistake.userHandle ?? userHandle,
      });
    },
  };
}

/** Encodes the part of CBOR (RFC 8949) that passkeys need: small integers, bytes, text and maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : [];
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

function head(kind: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(kind << 5) | length]);
  if (length < 256) return Buffer.from([(kind << 5) | 24, length]);
  return Buffer.from([(kind << 5) | 25, length >> 8, length & 255]);
}

function sha256(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Adds a passkey to the account as a browser of the person does; returns the device that holds it. */
export async function givenPasskey(app: TestServer, { token }: Somebody): Promise<Authenticator> {
  const browser = openBrowser(app.port);
  browser.cookies.set('session', token);
  const device = openAuthenticator(`http://localhost:${app.port}`);
  const { it }: Data = await browser.askData('mutation { it: startPasskey { options userErrors { code } } }');
  const add = `mutation($input: AddPasskeyInput!) { it: addPasskey(input: $input) { userErrors { code } } }`;
  const added: Data = await browser.askData(add, { input: { response: device.create(it.options), name: 'Telefon' } });
  if (added.it.userErrors.length > 0) throw new Error(JSON.stringify(added.it.userErrors));
  return device;
}
