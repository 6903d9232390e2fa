import { Router } from 'express';
import { anonymous, system } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import type { FirstPages } from '../kernel/firstPage.ts';
import { type LinkPreview, previewFormat, previewOf, previewPath, versionOf } from '../kernel/linkPreview.ts';
import { findAppTown } from './media.app.service.ts';
import { drawPreview } from './media.preview.service.ts';
import { findPhotoFile } from './media.service.ts';

/**
 * Pictures of link previews: `GET /preview/<path of the page>.png`, `.jpeg` with a photo, public, drawn from what visitors
 * without an account may read at this moment. Answers 404 for a path without a preview, 503 while too many pictures are drawn.
 */
export function previewRouter(services: Services, pages: FirstPages): Router {
  const router = Router();
  router.get(`${previewPath}/:ags{/*rest}`, async (request, response) => {
    const path = /^\/preview(\/\d{8}(?:\/.*)?)\.(?:png|jpeg)$/.exec(request.path)?.[1];
    const first = path === undefined ? undefined : await pages.readPublic(request, path);
    const preview = first && previewOf({ ...first, isSignedIn: false }, pages.plan);
    const town = preview && (await findAppTown(forkContext(services, system), first.opened?.params.ags ?? ''));
    if (preview === undefined || town === undefined) {
      response.status(404).set('Cache-Control', 'no-store').end();
      return;
    }
    response.set({ 'Cache-Control': 'no-cache', ETag: `"${versionOf(preview)}"` });
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    try {
      const drawn = await drawPreview(services, town, preview, () => readPhoto(services, preview));
      response.type(previewFormat(preview)).send(drawn);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error; // RATE_LIMITED: too many pictures are drawn at once
      response.status(503).set({ 'Retry-After': '5', 'Cache-Control': 'no-store' }).end();
    }
  });
  return router;
}

/** File of the photo in the preview, if visitors without an account may see it. */
async function readPhoto(services: Services, { photo }: LinkPreview): Promise<Buffer | undefined> {
  const id = /^\/media\/([\da-f-]{36})\//.exec(photo ?? '')?.[1];
  return id === undefined ? undefined : findPhotoFile(forkContext(services, anonymous), id, 'large', false);
}
