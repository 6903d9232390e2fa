import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { renderMarkdown } from '../kernel/markdown.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from './municipality.entity.ts';
import type { LegalPages } from './municipality.law.entity.ts';
import { findLegalPages, setAccessibility, setLegalTexts } from './municipality.law.service.ts';
import { LegalPagesType, SetAccessibilityInputType, SetLegalTextsInputType } from './municipality.law.types.ts';
import { MunicipalityPayloadType, MunicipalityType } from './municipality.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityLawResolver {
  @FieldResolver(() => LegalPagesType, {
    nullable: true,
    description: 'Impressum, privacy notice and accessibility statement; null: the town has written none of them.',
  })
  legalPages(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<LegalPagesType | null> {
    return findLegalPages(ctx, id);
  }

  @mutation(MunicipalityPayloadType, 'Write Impressum and privacy notice (admins of the town).')
  setLegalTexts(
    @Input(() => SetLegalTextsInputType) input: SetLegalTextsInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ municipality: await setLegalTexts(ctx, id, input) }));
  }

  @mutation(MunicipalityPayloadType, 'State how accessible the pages are (admins of the town).')
  setAccessibility(
    @Input(() => SetAccessibilityInputType) input: SetAccessibilityInputType,
    @Ctx() ctx: Context,
  ): Promise<MunicipalityPayloadType> {
    const id = idOf('Municipality', input.municipalityId);
    const facts = { ...input, contactPhone: input.contactPhone ?? null };
    return answer(async () => ({ municipality: await setAccessibility(ctx, id, facts) }));
  }
}

/** Cost of a text that is rendered from Markdown when it is asked for. */
const renderingCost = 5;

/** The Markdown texts as sanitised HTML. */
@Resolver(() => LegalPagesType)
export class LegalPagesResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Impressum, sanitised HTML.', complexity: renderingCost })
  imprintHtml(@Root() { imprint }: LegalPages): string | null {
    return rendered(imprint);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Privacy notice, sanitised HTML.',
    complexity: renderingCost,
  })
  privacyHtml(@Root() { privacy }: LegalPages): string | null {
    return rendered(privacy);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Known barriers, sanitised HTML.',
    complexity: renderingCost,
  })
  barriersHtml(@Root() { barriers }: LegalPages): string | null {
    return rendered(barriers);
  }
}

function rendered(text: string | null | undefined): string | null {
  return text == null ? null : renderMarkdown(text);
}
