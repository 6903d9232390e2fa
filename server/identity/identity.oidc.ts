import * as oidc from 'openid-client';
import type { IdentityService } from '../kernel/config.identity.ts';
import { isLoopback } from '../kernel/config.values.ts';

/** What an identity service says about somebody; only after its signature, issuer, audience, age and nonce were checked. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface Errand {
  readonly state: string;
  readonly nonce: string;
  /** PKCE: proves at the end that it is us who began. */
  readonly verifier: string;
}

export interface Wish {
  readonly redirectUri: string;
  readonly scope: string;
  readonly acrValues: string | undefined;
}

const configurations = new WeakMap<IdentityService, Promise<oidc.Configuration>>();

/** What the service publishes about itself, read once; after a failure the next asks again. */
function configurationOf(service: IdentityService): Promise<oidc.Configuration> {
  const known = configurations.get(service);
  if (known !== undefined) return known;
  const { issuer, clientId, clientSecret } = service;
  // Checks signatures even of tokens that came straight over TLS; plain http only to this very machine.
  const execute = [oidc.enableNonRepudiationChecks, ...(isLoopback(issuer) ? [oidc.allowInsecureRequests] : [])];
  const asked = oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: 10 });
  configurations.set(service, asked);
  asked.catch(() => configurations.delete(service));
  return asked;
}

/** The address to send somebody to, and what must be remembered until they are back. */
export async function beginErrand(service: IdentityService, wish: Wish): Promise<Errand & { readonly url: string }> {
  const configuration = await configurationOf(service);
  const errand = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: wish.redirectUri,
    scope: wish.scope,
    state: errand.state,
    nonce: errand.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
    ...(wish.acrValues !== undefined && { acr_values: wish.acrValues }),
    prompt: 'login', // who sits there now, not who once signed in there
  });
  return { ...errand, url: url.href };
}

/** Undefined: the person or the service said no; throws if what came back is not genuine. */
export async function endErrand(service: IdentityService, url: URL, errand: Errand): Promise<Claims | undefined> {
  const configuration = await configurationOf(service);
  const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = errand;
  const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
  try {
    return (await oidc.authorizationCodeGrant(configuration, url, checks)).claims();
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError) return undefined;
    throw error;
  }
}
