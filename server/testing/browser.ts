import WebSocket from 'ws';
import type { Answer, Data } from './client.ts';

export type Browser = ReturnType<typeof openBrowser>;

/**
 * Client that keeps cookies like a browser; `ip` is the address that the proxy reports (for servers with trustProxy:
 * 1).
 */
export function openBrowser(port: number, ip = '192.0.2.1') {
  const cookies = new Map<string, string>();
  const setCookies: string[] = [];
  const header = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(query: string, variables: object = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: header(), 'x-forwarded-for': ip },
      body: JSON.stringify({ query, variables }),
    });
    keepCookies(response);
    return (await response.json()) as Answer;
  }

  function keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      setCookies.push(line);
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
  }

  return {
    cookies,
    /** All Set-Cookie lines of answers. */
    setCookies,
    ask,
    /** Opens a page; returns its redirect target or its status. */
    async visit(url: string): Promise<string | number> {
      const { pathname, search } = new URL(url);
      const headers = { cookie: header(), 'x-forwarded-for': ip };
      const address = `http://127.0.0.1:${port}${pathname}${search}`;
      const response = await fetch(address, { headers, redirect: 'manual' });
      keepCookies(response);
      return response.headers.get('location') ?? response.status;
    },
    async askData(query: string, variables: object = {}): Promise<Data> {
      const answer = await ask(query, variables);
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
    /** Opens an acknowledged socket with the browser's cookies; `closed` resolves with the close code. */
    async openSocket() {
      const headers = { cookie: header(), 'x-forwarded-for': ip };
      const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { headers });
      const waiting = new Map<string, (payload: Data) => void>();
      const closed = new Promise<number>((done) => socket.once('close', done));
      await new Promise((done) => socket.once('open', done));
      socket.send(JSON.stringify({ type: 'connection_init' }));
      await new Promise((done) => socket.once('message', done));
      socket.on('message', (text: Buffer) => {
        const { id, payload }: Data = JSON.parse(text.toString());
        waiting.get(id)?.(payload);
      });
      return {
        closed,
        close: () => {
          socket.close();
        },
        /** Sends one operation over this socket; returns its first answer or its errors. */
        ask(query: string, variables: object = {}): Promise<Data> {
          const id = String(waiting.size + 1);
          socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
          return new Promise((done) => waiting.set(id, done));
        },
      };
    },
  };
}
