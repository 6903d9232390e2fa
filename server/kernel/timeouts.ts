/** Times after which the HTTP server gives up on a connection, in milliseconds. */
export interface HttpTimeouts {
  /**
   * Idle time of a connection. It is longer than usual for proxies: otherwise a proxy could send a request on a
   * connection that is being closed, and answer 502.
   */
  readonly keepAliveTimeout: number;
  /** Time for the head of a request. */
  readonly headersTimeout: number;
  /** Time for head and body; then the request is answered with 408. A photo of 600 kB needs 80 kbit/s. */
  readonly requestTimeout: number;
  /** Interval at which Node looks for requests beyond these times. */
  readonly connectionsCheckingInterval: number;
}

export const httpTimeouts: HttpTimeouts = {
  keepAliveTimeout: 130_000,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2000,
};
