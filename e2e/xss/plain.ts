import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import MarkdownIt from 'markdown-it';
import { atEnd } from '../../faults/harness/ending.ts';

export interface PlainPages {
  /** Serves the HTML as a page without any content policy; returns its address. */
  put(html: string): string;
}

/** Starts a web server without protection: scripts in its pages run. */
export async function servePlainPages(): Promise<PlainPages> {
  const pages: string[] = [];
  const server = createServer((request, response) => {
    const html = pages[Number(request.url?.slice(1))];
    if (html === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    put: (html) => `http://127.0.0.1:${port}/${pages.push(html) - 1}`,
  };
}

/** A careless Markdown renderer: raw HTML stays, and every link is accepted. */
const careless = Object.assign(new MarkdownIt({ html: true, linkify: true }), { validateLink: () => true });

export function renderCarelessly(text: string): string {
  return `<!doctype html><html lang="de"><head><title>x</title></head><body>${careless.render(text)}${text}</body></html>`;
}
