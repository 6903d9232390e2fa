/** User error codes of the addresses of a town's mails, with their descriptions for the schema. */
export const addressErrors = {
  DOMAIN_NOT_ALLOWED: 'The installation may not send mails from addresses of this domain; see MAIL_DOMAINS.',
} as const;

declare module '../../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof addressErrors, true> {}
}
