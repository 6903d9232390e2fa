import { followIssue } from '../../issue/follow/issue.follow.service.ts';
import type { Issue } from '../../issue/issue.entity.ts';
import { mergeIssue } from '../../issue/follow/issue.merge.service.ts';
import { questionKinds } from '../../issue/category/issue.question.entity.ts';
import { setCategoryForm } from '../../issue/category/issue.question.service.ts';
import { type Actor, system } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { at } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import type { CategoryStory } from './story.categories.ts';
import { type IssueStory, oneOf } from './story.ts';

interface Told {
  readonly services: Services;
  readonly cast: Cast;
  /** Ids of earlier reports by the story's keys. */
  readonly told: ReadonlyMap<string, string>;
}

/** Makes some of the first citizens follow the report, but never its reporter. */
export async function followReport(
  { services, cast }: Told,
  issueId: string,
  reporter: Actor,
  issue: IssueStory,
): Promise<void> {
  const others = cast.citizens.filter((citizen) => citizen !== reporter).slice(0, issue.followers ?? 0);
  const since = -(issue.publicHoursAgo ?? 0);
  for (const citizen of others) await followIssue(at(services, citizen, since), { issueId, byMail: false });
}

/** Sets the questions and hints of a category. */
export async function seedForm(
  services: Services,
  categoryId: string,
  nearMetres: number,
  { emergency, questions = [] }: Pick<CategoryStory, 'emergency' | 'questions'>,
): Promise<void> {
  if (emergency === undefined && questions.length === 0) return;
  const asked = questions.map(({ label, kind, choices = [], variants, isPublic = false }) => ({
    label,
    variants: variants.map((variant) => ({ ...variant, choices: variant.choices ?? [] })),
    kind: oneOf(questionKinds, kind),
    choices,
    isRequired: false,
    isPublic,
  }));
  await setCategoryForm(at(services, system, 0), categoryId, {
    nearMetres,
    emergency: emergency ?? null,
    questions: asked,
  });
}

/** Merges the report into another one, if the story says so. */
export async function mergeReport({ services, cast, told }: Told, issue: Issue, story: IssueStory): Promise<Issue> {
  if (story.mergedInto === undefined) return issue;
  const { key, as, hoursAgo } = story.mergedInto;
  const parentId = told.get(key);
  if (parentId === undefined) throw new Error(`${story.key}: ${key} is not told before`);
  const input = { issueId: issue.id, parentId, version: issue.version, tellReporter: false, isUndoable: false };
  return mergeIssue(at(services, staffOf(cast, as), -hoursAgo), input);
}
