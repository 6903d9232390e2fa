import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import staticGzip from 'express-static-gzip';
import { explorerPolicy, mapPolicy, type Middleware, securityHeaders, sendJson, setHeaders } from './http.ts';

/** Sets the headers of all answers. */
export const secureHeaders: Middleware = (_request, response, next) => {
  setHeaders(response, securityHeaders);
  next();
};

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
}

/**
 * Serves the built web app: hashed assets (cached for a year), the API explorer, and for every other path the page that
 * routes by itself, with status 404 if the app has no such page.
 */
export function pagesRouter({ mapOrigins, head }: PageSources, folder = resolve('dist/web')): Router {
  const router = Router();
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return router;
  const isPage = pageTest(join(folder, 'pages.json'));
  const allowMaps = async (response: Response): Promise<void> => {
    response.set('Content-Security-Policy', mapPolicy(await mapOrigins()));
  };
  // The map's worker needs its own policy; the page's policy does not apply to it.
  router.get('/assets/maplibre-gl-worker{*rest}', async (_request, response, next) => {
    await allowMaps(response);
    next();
  });
  router.use('/assets', staticGzip(join(folder, 'assets'), packed));
  router.get(['/explorer', '/explorer.html'], (_request, response) => {
    response.set({ 'Content-Security-Policy': explorerPolicy, 'Cache-Control': 'no-cache' });
    response.sendFile(join(folder, 'explorer.html'));
  });
  router.use(express.static(folder, { index: false, maxAge: '1h' }));
  router.get('/{*path}', async (request, response, next) => {
    if (!request.accepts('html')) {
      next();
      return;
    }
    await allowMaps(response);
    const [text, own] = await Promise.all([readFile(page, 'utf8'), head(request.path)]);
    response
      .status(isPage(request.path) ? 200 : 404)
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(text.replace('</head>', () => `${own}</head>`));
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

/** Answers errors before the request was handled: the body is too large, is no JSON or never ends. */
export function sendPlainError(response: ServerResponse, error: unknown): void {
  const status = statusOf(error);
  const code = status === 413 ? 'TOO_LARGE' : status === 404 ? 'NOT_FOUND' : status < 500 ? 'BAD_REQUEST' : 'INTERNAL';
  sendJson(response, status, { errors: [{ message: code.toLowerCase().replace('_', ' '), extensions: { code } }] });
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  return typeof error.status === 'number' ? error.status : 500;
}
