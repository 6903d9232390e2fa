import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IdentityService } from '../kernel/config.identity.ts';

/** Faults to build into the next answer. */
export interface Forgery {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** `none`: unsigned; `stranger`: signed with an unpublished key; `HS256`: signed with the client's secret. */
  readonly signature?: 'none' | 'stranger' | 'HS256';
}

/** Person who signs in at the service next. */
export interface Citizen {
  readonly sub: string;
  readonly acr: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

interface Grant {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly challenge: string;
  readonly redirectUri: string;
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

/**
 * Identity service on this machine with discovery, authorisation with PKCE, token and keys. It signs in the person of
 * `expect`.
 */
export async function startIssuer() {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const grants = new Map<string, Grant>();
  const asked: URLSearchParams[] = [];
  let next: Citizen = { sub: 'nobody', acr: 'low' };
  let forgery: Forgery = {};
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: 'ortsfunk', secret: randomBytes(24).toString('hex') };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (pathname === '/.well-known/openid-configuration') return json(response, 200, metadata(issuer));
    if (pathname === '/keys') return json(response, 200, { keys: [publicJwk(own.publicKey)] });
    if (pathname === '/authorize') return authorize(searchParams, response);
    if (pathname === '/token') return json(response, ...redeem(new URLSearchParams(await bodyOf(request))));
    return json(response, 404, {});
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    asked.push(query);
    const code = randomBytes(16).toString('hex');
    const now = Math.floor(Date.now() / 1000);
    const life = { iss: issuer, aud: client.id, iat: now, exp: now + 60, nonce: query.get('nonce') };
    const redirectUri = query.get('redirect_uri') ?? '';
    const challenge = query.get('code_challenge') ?? '';
    grants.set(code, { claims: { ...life, ...next, ...forgery.claims }, challenge, redirectUri });
    const back = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
    response.writeHead(302, { location: `${redirectUri}?${back}` }).end();
  }

  function redeem(form: URLSearchParams): [number, object] {
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isClient = form.get('client_id') === client.id && form.get('client_secret') === client.secret;
    const isGranted = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri');
    if (grant === undefined || !isClient || !isGranted) return [400, { error: 'invalid_grant' }];
    const token = { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 60 };
    return [200, { ...token, id_token: idToken(grant.claims) }];
  }

  function idToken(claims: object): string {
    const { signature } = forgery;
    const alg = signature === 'none' || signature === 'HS256' ? signature : 'RS256';
    const text = [{ alg, typ: 'JWT', kid: 'one' }, claims].map((part) => encode(JSON.stringify(part))).join('.');
    if (signature === 'none') return `${text}.`;
    if (signature === 'HS256') return `${text}.${createHmac('sha256', client.secret).update(text).digest('base64url')}`;
    const key = signature === 'stranger' ? stranger : own.privateKey;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  return {
    issuer,
    /** Requests that have arrived, newest last. */
    asked,
    /** Settings of the service as an installation has them. */
    service: (more: Partial<IdentityService> = {}): IdentityService => ({
      id: 'probe',
      name: 'Ausweis-Dienst',
      issuer,
      clientId: client.id,
      clientSecret: client.secret,
      levelClaim: 'acr',
      levels: { substantial: 'SUBSTANTIAL', high: 'HIGH' },
      towns: null,
      ...more,
    }),
    /** Sets the person who signs in from now on, and the faults of the answers. */
    expect: (citizen: Citizen, wrong: Forgery = {}) => {
      [next, forgery] = [citizen, wrong];
    },
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
}

function metadata(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
  };
}

function publicJwk(key: KeyObject): object {
  return { ...key.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');
