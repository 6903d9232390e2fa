import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstPage } from './firstPage.ts';
import { answersElement, type FirstScreenPlan } from './firstScreen.ts';
import { preloadLister } from './pageFiles.ts';
import { shellDrawer } from './shell.ts';

export interface ComposedPage {
  readonly html: string;
  /** Hashes of the inline styles for the content policy. */
  readonly styles: readonly string[];
}

interface PageContent {
  /** HTML for the end of the head. */
  readonly head: string;
  /** Absent: the page without data. */
  readonly first?: FirstPage;
}

/** Returns a function that completes the built page with the shell and the answers of its first screen. */
export function pageComposer(
  folder: string,
  plan: FirstScreenPlan = { pages: [], tabs: [], links: [], icons: {}, pictures: {}, languages: {}, texts: {} },
): (content: PageContent) => ComposedPage {
  const built = readFileSync(join(folder, 'index.html'), 'utf8');
  const own = [...built.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style = '']) => hashOf(style));
  const markup = join(folder, 'shell.html');
  const draw = shellDrawer(existsSync(markup) ? readFileSync(markup, 'utf8') : '', plan);
  const preloads = preloadLister(folder);

  return ({ head, first }) => {
    if (first === undefined) return { html: built.replace('</head>', () => `${head}</head>`), styles: own };
    const { opened, answers, locale, display, isSignedIn } = first;
    const { html: shell, accent } = opened
      ? draw({ opened, answers, locale, isSignedIn })
      : { html: '', accent: undefined };
    const style = accent === undefined ? '' : `<style>${accent}</style>`;
    const links = preloads(opened?.page.component ?? null, locale);
    const html = built
      .replace('<html lang="de">', () => `<html${attributes({ lang: locale.slice(0, 2), ...display })}>`)
      .replace('</head>', () => `${links}${head}${style}</head>`)
      .replace('<!--shell-->', () => shell)
      .replace('<!--first-answers-->', () => answersElement(answers));
    return { html, styles: accent === undefined ? own : [...own, hashOf(accent)] };
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

/** Hash of an inline style as content policies name it. */
function hashOf(style: string): string {
  return `sha256-${createHash('sha256').update(style).digest('base64')}`;
}
