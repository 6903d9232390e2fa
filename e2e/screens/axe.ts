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

/** Violations that axe-core finds on the page, one line each. `unasked`: rules that cannot judge this page. */
export async function findBarriers(page: Page, unasked: readonly string[] = []): Promise<string[]> {
  // The script is evaluated through the browser's protocol, so the content policy of the page stays unchanged.
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

/** Whether the page scrolls sideways; only tables and boards may. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}
