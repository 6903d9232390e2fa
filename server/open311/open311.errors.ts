/** User errors of this domain: code and meaning. */
export const open311Errors = {
  BAD_PARAMETER: 'A parameter of an Open311 request does not have the documented form.',
  BAD_SERVER_URL: 'The address is no public https address without parameters.',
  HANDOVER_IS_OVER: 'The handover has ended.',
  SERVER_SILENT: 'No answer from the other server.',
  SERVER_STRANGE: 'The answer of the other server does not follow Open311.',
  SERVICE_GONE: 'The selected service no longer exists on the other server.',
  TOO_MANY_SERVERS: 'The town has reached the limit of servers.',
  UNKNOWN_SERVER: 'The server does not exist in the town.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof open311Errors, true> {}
}
