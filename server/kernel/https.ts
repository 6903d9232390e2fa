/**
 * Whether the text is an https URL of at most `longest` characters without credentials, so that it may be linked
 * publicly.
 */
export function isHttps(text: string, longest: number): boolean {
  const url = text.length > longest ? null : URL.parse(text.trim());
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}
