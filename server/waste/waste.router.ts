import express, { type Request, Router } from 'express';
import type { Services } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { choiceOf, toGlobalId } from '../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf, onlyOwnPages, readBody } from '../kernel/routes.ts';
import { findMunicipality, requireModule } from '../municipality/municipality.service.ts';
import { keepUpload } from './waste.import.service.ts';
import { canManageWaste } from './waste.rules.ts';

/** Body limit of 10 MB: calendars with too many entries are refused by their number, not by their size. */
const readCalendar = express.raw({ type: () => true, limit: '10mb', inflate: false });
const uploadRate = { name: 'wasteUpload', points: 60, seconds: 600 };

/**
 * `POST /waste/<ags>/imports?file=<name>&district=<id>` keeps a calendar as an open import and returns its global id as
 * JSON `{ importId }`; no date is changed. `district` may be absent if the calendar names the districts.
 */
export function wasteRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);
  router.post('/waste/:ags/imports', onlyOwnPages(services), async (request, response) => {
    try {
      const ctx = await context(request, response);
      const town = await findMunicipality(ctx, String(request.params.ags));
      authorize(canManageWaste(ctx.actor, town.id));
      requireModule(town, 'WASTE');
      await ctx.limits.spend(uploadRate, ctx.caller?.ip ?? '');
      await readBody(readCalendar, request, response);
      const district = textIn(request, 'district');
      const made = await keepUpload(ctx, town.id, {
        bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        fileName: (textIn(request, 'file') ?? '').replace(/\p{Cc}/gu, '').slice(0, 200) || 'kalender',
        districtId: district === null ? null : choiceOf('WasteDistrict', district),
      });
      response
        .status(201)
        .set('Cache-Control', 'no-store')
        .json({ importId: toGlobalId('WasteImport', made.id) });
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

function textIn({ query }: Request, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
