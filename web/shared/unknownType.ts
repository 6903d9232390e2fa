/**
 * Reports a type that no domain of this version shows. Tests and development throw; visitors see a neutral entry in
 * its place, and the browser's log names the type.
 */
export function reportUnknownType(list: 'feedCards' | 'inboxItems', type: string): void {
  const error = new Error(`No domain in web/domains.ts names "${type}" in its ${list}`);
  if (!import.meta.env.PROD) throw error;
  reportError(error);
}
