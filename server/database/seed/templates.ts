import { v7 } from 'uuid';
import type { Services } from '../../kernel/context.ts';
import { issueStatuses } from '../../issue/issue.entity.ts';
import { createTemplate } from '../../issue/comment/issue.template.service.ts';
import { at } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import { oneOf, type TemplateStory } from './story.ts';

/** Adds the town hall's templates for answers. */
export async function seedTemplates(
  { services, townId, cast }: { readonly services: Services; readonly townId: string; readonly cast: Cast },
  templates: readonly TemplateStory[],
  categoryIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { name, category, status, text, variants } of templates) {
    await createTemplate(at(services, staffOf(cast, 'buergerbuero'), 0), {
      municipalityId: townId,
      idempotencyKey: v7(),
      name,
      text: text.join('\n'),
      categoryId: category === undefined ? null : (categoryIds.get(category) ?? null),
      status: status === undefined ? null : oneOf(issueStatuses, status),
      variants: (variants ?? []).map((variant) => ({ locale: variant.locale, text: variant.text.join('\n') })),
    });
  }
}
