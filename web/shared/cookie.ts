/**
 * Stores a choice where the server reads it with the next page, or deletes it (null). Only choices that differ from the
 * browser's own settings are stored, so most visitors have no such cookie.
 */
export function rememberForServer(name: string, value: string | null): void {
  const age = value === null ? 0 : 365 * 24 * 3600;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
