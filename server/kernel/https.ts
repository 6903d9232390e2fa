/** An address that may stand under a link for everybody: no password in it, nothing but https. */
export function isHttps(text: string, longest: number): boolean {
  const url = text.length > longest ? null : URL.parse(text.trim());
  return url?.protocol === 'https:' && url.username === '' && url.password === '';
}
