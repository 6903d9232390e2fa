/** Lets the browser download the file behind a link that works once, without leaving the page. */
export function download(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
