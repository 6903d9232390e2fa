import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from '@playwright/test';
import { atEnd } from '../../faults/harness/ending.ts';

/** Records effects of payloads that work: a call of `fired`, a dialog, a request to the canary. */
export interface Trap {
  /** Address of the canary, a server that only payloads request. */
  readonly canary: string;
  /** Numbers of the payloads that ran. */
  readonly fired: ReadonlySet<number>;
  /** Numbers of the payloads that made a page request the canary. */
  readonly called: ReadonlySet<number>;
  readonly dialogs: readonly string[];
  /** Sets the trap in a browser profile before its first page. */
  set(context: BrowserContext): Promise<void>;
}

export async function buildTrap(): Promise<Trap> {
  const fired = new Set<number>();
  const called = new Set<number>();
  const dialogs = [] as string[];
  const server = createServer((request, response) => {
    const number = Number(/^\/(\d+)$/.exec(request.url ?? '')?.[1] ?? NaN);
    if (Number.isInteger(number)) called.add(number);
    response.writeHead(204).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    canary: `http://127.0.0.1:${port}`,
    fired,
    called,
    dialogs,
    set: async (context) => {
      await context.exposeBinding('fired', (_source, n: number) => void fired.add(n));
      context.on('dialog', (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
    },
  };
}

/** Triggers every handler in an attribute and every link or form that could run code; returns how many. */
export function touch(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    let touched = 0;
    const runs = (url) => url !== null && /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data):/i.test(url);
    for (const element of document.querySelectorAll('*')) {
      for (const { name } of [...element.attributes]) {
        if (!/^on/i.test(name)) continue;
        touched++;
        element.dispatchEvent(new Event(name.slice(2), { bubbles: true }));
      }
      const target = element.getAttribute('href') ?? element.getAttribute('xlink:href');
      const button = element.getAttribute('formaction') ?? element.form?.getAttribute('action') ?? null;
      const pressed = element.localName === 'button' && runs(button);
      if (!runs(element.href?.baseVal ?? element.href ?? target) && !runs(target) && !pressed) continue;
      touched++;
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    return touched;
  })()`);
}

/** Elements and attributes on the page that no text of a person may cause; empty when the page is clean. */
export function findStrange(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const strange = [];
    const alien = ['iframe', 'frame', 'object', 'embed', 'applet', 'base', 'math', 'style', 'template', 'portal',
      'marquee', 'audio', 'video', 'source', 'foreignObject', 'animate', 'set', 'image', 'noscript'];
    const written = ['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote',
      'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'];
    const targets = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'ping'];
    const look = (element) => {
      const { localName, attributes } = element;
      const text = element.closest('.written');
      const isText = text !== null && text !== element;
      // The head holds the styles of the server (server/kernel/pageComposer.ts) and no text of a person.
      const isOwnStyle = localName === 'style' && element.parentElement === document.head;
      if ((alien.includes(localName) && !isOwnStyle) || (isText && !written.includes(localName))) return 'element';
      if (localName === 'script' && !element.src.startsWith(location.origin + '/assets/')) return 'script';
      if (localName === 'meta' && element.httpEquiv !== '') return 'meta';
      for (const { name, value } of attributes) {
        if (/^on/i.test(name) || name === 'srcdoc') return name;
        if (isText && !['href', 'rel', 'start'].includes(name)) return name;
        if (!targets.includes(name)) continue;
        const url = URL.parse(value, location.href);
        const isPicture = localName === 'img' && ['data:', 'blob:'].includes(url?.protocol);
        if (!isPicture && !['http:', 'https:', 'mailto:', 'tel:'].includes(url?.protocol)) return name;
        if (name !== 'href' && !isPicture && url.origin !== location.origin) return name;
      }
      return null;
    };
    for (const element of document.querySelectorAll('*')) {
      const what = look(element);
      if (what !== null) strange.push(what + ': ' + element.outerHTML.slice(0, 160));
    }
    return strange;
  })()`);
}

/** Marks of all payloads that the page shows, in its text or in a field. */
export function findShown(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
    const text = [document.body.innerText, document.body.textContent, ...fields].join(' ');
    return [...new Set(text.match(/Probe-\\d+-/g))];
  })()`);
}
