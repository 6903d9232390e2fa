import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import staticGzip from 'express-static-gzip';
import type { FirstPages } from './firstPage.ts';
import { previewOf, previewTags, robotsHeader, robotsText } from './linkPreview.ts';
import { pageComposer } from './pageComposer.ts';
import { sendPacked } from './packing.ts';
import { explorerPolicy, mapPolicy, sendPlainError } from './http.ts';

/** Options for compressed files that the build wrote beside the originals (scripts/pack.mjs). */
const packed: staticGzip.ExpressStaticGzipOptions = {
  index: false,
  enableBrotli: true,
  orderPreference: ['br', 'gz'],
  serveStatic: { immutable: true, maxAge: '1y', fallthrough: false },
};

/** Content of pages that domains provide, read for every request. */
export interface PageSources {
  /** Origins from which pages may load maps. */
  mapOrigins(): Promise<readonly string[]>;
  /** HTML for the head of the page at this path. */
  head(path: string): Promise<string>;
  /** First screens of the pages; absent: pages come without data. */
  readonly firstPages?: FirstPages;
  /** Absolute URL of the page at a path, for link previews. */
  urlOf(path: string): string;
  /** Whether the installation is a demo, which programs may not open. */
  readonly isDemo: boolean;
}

/** Address of the page without data, which the service worker keeps (web/sw.ts). */
const barePage = '/bare-page';

/**
 * Serves the built web app: hashed assets (cached for a year), the API explorer, and for every other path the page that
 * routes by itself, with status 404 if the app has no such page.
 */
export function pagesRouter(
  { mapOrigins, head, firstPages, urlOf, isDemo }: PageSources,
  folder = resolve('dist/web'),
): Router {
  const router = Router();
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return router;
  const isPage = pageTest(join(folder, 'pages.json'));
  const compose = pageComposer(folder, firstPages?.plan);
  const allow = async (response: Response, styles: readonly string[] = []): Promise<void> => {
    response.set('Content-Security-Policy', mapPolicy(await mapOrigins(), styles));
  };
  // The map's worker needs its own policy; the page's policy does not apply to it.
  router.get('/assets/maplibre-gl-worker{*rest}', async (_request, response, next) => {
    await allow(response);
    next();
  });
  router.use('/assets', staticGzip(join(folder, 'assets'), packed));
  router.get(['/explorer', '/explorer.html'], (_request, response) => {
    response.set({ 'Content-Security-Policy': explorerPolicy, 'Cache-Control': 'no-cache' });
    response.sendFile(join(folder, 'explorer.html'));
  });
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  router.get(barePage, async (_request, response) => {
    const { html, styles } = compose({ head: '' });
    await allow(response, styles);
    response.set('Cache-Control', 'no-cache').type('html').send(html);
  });
  if (firstPages)
    router.get('/robots.txt', (_request, response) => {
      response.type('text').send(robotsText(firstPages.plan, isDemo));
    });
  router.get('/{*path}', async (request, response, next) => {
    if (!request.accepts('html')) {
      next();
      return;
    }
    const [own, first] = await Promise.all([head(request.path), firstPages?.read(request, response)]);
    const preview = first && firstPages && previewOf(first, firstPages.plan);
    const tags = preview ? `\n    ${previewTags(preview, urlOf(request.path))}` : '';
    const { html, styles } = compose({ head: own + tags, ...(first && { first }) });
    await allow(response, styles);
    const robots = robotsHeader(first?.opened?.page.openTo);
    if (first && robots !== undefined) response.set('X-Robots-Tag', robots);
    response
      .status(isPage(request.path) && first?.isMissing !== true ? 200 : 404)
      .set('Cache-Control', first?.isSignedIn === true ? 'no-store' : 'no-cache')
      .vary('Cookie')
      .vary('Accept-Language')
      .type('html');
    await sendPacked(request, response, html);
  });
  return router;
}

/**
 * Returns a function that tests whether the web app has a page at a path, by the patterns of vue-router that the build
 * wrote.
 */
function pageTest(file: string): (path: string) => boolean {
  const patterns: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));
  const pages = patterns.map((pattern) => {
    const segments = pattern
      .split('/')
      .map((segment) => segment.replace(/^:\w+(?:\((.+)\))?$/, (_, own) => own ?? '[^/]+'));
    return new RegExp(`^(?:${segments.join('/')})/?$`);
  });
  return (path) => pages.some((page) => page.test(path));
}

/** Replaces Express's error page, which contains a stack trace. */
export function plainErrors(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) next(error);
  else sendPlainError(response, error);
}
