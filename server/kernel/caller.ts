/** Request of an operation; absent in jobs. `setCookie` is also absent over sockets. */
export interface Caller {
  /** Client address as far as TRUST_PROXY allows, IPv6 as a network; for limits only, never stored with a person. */
  readonly ip: string;
  /** Complete client address. */
  readonly address: string;
  /** Authorization header; for a socket, that of its upgrade request. */
  readonly authorization: string | undefined;
  /** Header User-Agent. */
  readonly userAgent?: string | undefined;
  cookie(name: string): string | undefined;
  readonly setCookie?: (name: string, value: string, maxAgeSeconds: number) => void;
}
