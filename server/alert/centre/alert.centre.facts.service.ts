import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { pageUrl } from '../../kernel/links.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { identifierOf, marked } from '../alert.cap.rules.ts';
import { findPublicAlert } from '../alert.cap.service.ts';
import type { Alert } from '../alert.entity.ts';
import { checkCodeOf, checkPageOf } from '../check/alert.check.rules.ts';
import de from '../locales/cap/de.json' with { type: 'json' };

/** Facts of an alert for the control centre, in German. */
export interface AlertFacts {
  readonly town: Pick<MunicipalityRow, 'name' | 'kind' | 'timeZone' | 'isDemo'>;
  readonly identifier: string;
  readonly headline: string;
  readonly description: string;
  readonly instructions: readonly string[];
  /** Labels with values, such as "Stufe" and "3 von 4". */
  readonly pairs: readonly (readonly [label: string, value: string])[];
}

/** Facts of a sent public alert. NOT_FOUND: unknown, of another town, not sent, or a drill of the town hall. */
export async function readFacts(ctx: Context, town: MunicipalityRow, identifier: string): Promise<AlertFacts> {
  const { alert } = await findPublicAlert(ctx, town, identifier);
  return factsOf(ctx, town, alert);
}

function factsOf(ctx: Context, town: MunicipalityRow, alert: Alert): AlertFacts {
  const words = alert.content.texts.find(({ locale }) => locale === 'de') ?? alert.content.texts[0];
  if (words === undefined) throw new DomainError('NOT_FOUND');
  const { facts } = de;
  const time = new Intl.DateTimeFormat('de', { dateStyle: 'full', timeStyle: 'short', timeZone: town.timeZone });
  const origin = ctx.publicUrl(town.ags);
  const code = checkCodeOf(ctx.secret, alert.id);
  const { severity, urgency, certainty, msgType, content } = alert;
  const pairs: [string, string][] = [
    [facts.level, facts.levelOf.replace('{level}', String(alert.level))],
    [facts.kind, alert.isCorrection ? facts.correction : facts.msgTypes[msgType]],
    [facts.sent, time.format(alert.sentAt ?? alert.createdAt)],
    [facts.expires, time.format(alert.expiresAt)],
    [facts.area, content.polygons === null ? content.area : `${content.area} (${facts.drawn})`],
    [facts.sender, `${alert.sender}, ${town.kind} ${town.name}`],
    [facts.phone, content.phone ?? facts.none],
    [facts.scales, `${severity} · ${urgency} · ${certainty}`],
    [facts.cap, `${origin}/cap/${town.ags}/${identifierOf(alert)}.xml`],
    [facts.check, `${code} (${pageUrl(ctx, town.ags, checkPageOf(code))})`],
    [facts.page, `${origin}/${town.ags}/warnings/${toGlobalId('Incident', alert.incident.id)}`],
  ];
  return {
    town,
    identifier: identifierOf(alert),
    headline: marked(words.headline, alert, words.locale),
    description: words.description,
    instructions: words.instructions.map(({ text }) => text),
    pairs,
  };
}
