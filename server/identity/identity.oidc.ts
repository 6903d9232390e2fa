import * as oidc from 'openid-client';
import type { IdentityService } from '../kernel/config.identity.ts';
import { isLoopback } from '../kernel/config.values.ts';

/** Claims of an ID token whose signature, issuer, audience, age and nonce were verified. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  /** Code verifier of PKCE, sent when the code is redeemed. */
  readonly verifier: string;
}

export interface AuthorizationOptions {
  readonly redirectUri: string;
  readonly scope: string;
  readonly acrValues: string | undefined;
}

const configurations = new WeakMap<IdentityService, Promise<oidc.Configuration>>();

/** Discovered configuration of a service, cached per process; a failed discovery is repeated at the next call. */
function configurationOf(service: IdentityService): Promise<oidc.Configuration> {
  const known = configurations.get(service);
  if (known !== undefined) return known;
  const { issuer, clientId, clientSecret } = service;
  // Verifies signatures even of tokens received directly over TLS; plain HTTP is allowed to localhost only.
  const execute = [oidc.enableNonRepudiationChecks, ...(isLoopback(issuer) ? [oidc.allowInsecureRequests] : [])];
  const asked = oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: 10 });
  configurations.set(service, asked);
  asked.catch(() => configurations.delete(service));
  return asked;
}

/** Authorization URL for the browser, and the values that must be stored until the response arrives. */
export async function startAuthorization(
  service: IdentityService,
  options: AuthorizationOptions,
): Promise<AuthorizationRequest & { readonly url: string }> {
  const configuration = await configurationOf(service);
  const request = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: options.redirectUri,
    scope: options.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
    ...(options.acrValues !== undefined && { acr_values: options.acrValues }),
    prompt: 'login', // the service must authenticate the person again instead of using its own session
  });
  return { ...request, url: url.href };
}

/** Redeems the response for claims; undefined: refused by person or service. Throws if the response is invalid. */
export async function finishAuthorization(
  service: IdentityService,
  url: URL,
  request: AuthorizationRequest,
): Promise<Claims | undefined> {
  const configuration = await configurationOf(service);
  const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = request;
  const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
  try {
    return (await oidc.authorizationCodeGrant(configuration, url, checks)).claims();
  } catch (error) {
    if (error instanceof oidc.AuthorizationResponseError) return undefined;
    throw error;
  }
}
