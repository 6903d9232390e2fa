import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core holds against the page as it stands, a line each; `unasked` are rules that cannot judge it. */
export async function findBarriers(page: Page, unasked: readonly string[] = []): Promise<string[]> {
  // Handed to the browser, not to the page: its content policy stays as it is.
  await page.evaluate(`window.axe ?? (() => { ${source} })()`);
  const rules = Object.fromEntries(unasked.map((rule) => [rule, { enabled: false }]));
  const options = JSON.stringify({ runOnly: tags, rules, resultTypes: ['violations'] });
  const violations: readonly Violation[] = await page.evaluate(
    `axe.run(document, ${options}).then((run) => run.violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`),
  );
}

/** Only tables and boards may scroll sideways, never the page. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
