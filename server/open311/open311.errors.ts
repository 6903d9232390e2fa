/** Why input of this domain is refused, or what stands against a change: code and meaning. */
export const open311Errors = {
  BAD_PARAMETER: 'Of an Open311 request: a parameter is not as the documentation says.',
  BAD_SERVER_URL: 'This is not a public https address without parameters.',
  HANDOVER_IS_OVER: 'The handover has ended.',
  SERVER_SILENT: 'The other server does not answer.',
  SERVER_STRANGE: 'The other server answers, but not as an Open311 server.',
  SERVICE_GONE: 'The service that was chosen does not exist there any more.',
  TOO_MANY_SERVERS: 'The town has as many servers as the limit.',
  UNKNOWN_SERVER: 'There is no such server in the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof open311Errors, true> {}
}
