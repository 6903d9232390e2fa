/**
 * The server sent a type that no domain of this version shows. In tests and in development that is an error; visitors get
 * an honest entry in its place, and the browser's log names the type.
 */
export function reportUnknownType(list: 'feedCards' | 'inboxItems', type: string): void {
  const error = new Error(`No domain in web/domains.ts names "${type}" in its ${list}`);
  if (!import.meta.env.PROD) throw error;
  reportError(error);
}
