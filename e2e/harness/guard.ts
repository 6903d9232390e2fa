import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** Faults that no page of any scenario may have. */
export interface Guard {
  readonly pages: number;
  /**
   * Errors on the console, uncaught errors, breaches of the content policy, failed requests, requests to other hosts.
   */
  readonly problems: readonly string[];
  readonly requests: number;
  /** Permits problems that match, such as the console errors of a planned outage. */
  allow(pattern: RegExp): void;
}

export function guardPages(origin: string): { guard: Guard; watch: (context: BrowserContext) => Promise<void> } {
  const problems = new Set<string>();
  // A path that does not exist: the server answers 404 with the page that says so.
  const allowed: RegExp[] = [/\/nowhere\b/];
  const { host } = new URL(origin);
  let pages = 0;
  let requests = 0;
  const complain = (text: string): void => {
    if (!allowed.some((pattern) => pattern.test(text))) problems.add(text);
  };
  const watch = async (context: BrowserContext): Promise<void> => {
    await context.addInitScript(tellBreaches);
    context.on('page', (page) => {
      pages++;
      page.on('console', (message) => {
        if (message.type() === 'error') complain(`console: ${describe(message)}`);
      });
      page.on('pageerror', (error) => {
        complain(`uncaught: ${error.message}`);
      });
    });
    context.on('request', (request) => {
      requests++;
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.host !== host) complain(`foreign host: ${url.href}`);
    });
    context.on('response', (response) => {
      if (response.status() < 400) return;
      const asked = response.request().postData() ?? '';
      const tell = (text: string): void => {
        complain(`${response.status()} ${response.url()} ${asked.slice(0, 60)} → ${text.slice(0, 200)}`);
      };
      response.text().then(tell, () => {
        tell('no answer');
      });
    });
  };
  const guard = {
    get pages() {
      return pages;
    },
    get requests() {
      return requests;
    },
    get problems() {
      return [...problems];
    },
    allow: (pattern: RegExp) => void allowed.push(pattern),
  };
  return { guard, watch };
}

/** Adds the directive and the blocked address to the browser's own message about a breach. */
const tellBreaches = `addEventListener('securitypolicyviolation', (breach) => {
  console.error('content policy: ' + breach.violatedDirective + ' ' + breach.blockedURI);
});`;

function describe(message: ConsoleMessage): string {
  const { url } = message.location();
  return url ? `${message.text()} (${url})` : message.text();
}
