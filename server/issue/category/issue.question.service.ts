import { v7 } from 'uuid';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import type { Issue, IssueRow } from '../issue.entity.ts';
import {
  CategoryEmergency,
  type CategoryEmergencyRow,
  IssueAnswer,
  IssueQuestion,
  type IssueQuestionRow,
} from './issue.question.entity.ts';
import { categoryFormChanged } from './issue.question.events.ts';
import {
  type CategoryFormInput,
  checkForm,
  type ReadAnswer,
  trimEmergency,
  trimQuestion,
} from './issue.question.rules.ts';
import { findCategory } from '../issue.list.service.ts';
import { concerns, wordsFor } from '../issue.visibility.rules.ts';

const readQuestions = rowsOf(IssueQuestion);
const questionById = rowById(readQuestions);
/** Questions of a category in order, batched into one statement for a page of categories. */
export const questionsOf = rowsByOwner(
  readQuestions,
  ({ category }) => category,
  `where t.category_id in (${idsParameterSql}) order by t.position`,
);
const emergenciesOf = rowsByOwner(
  rowsOf(CategoryEmergency),
  ({ category }) => category,
  `where t.category_id in (${idsParameterSql})`,
);
const answersOf = rowsByOwner(
  rowsOf(IssueAnswer),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.position`,
);

export async function findEmergency(ctx: Context, categoryId: string): Promise<CategoryEmergencyRow | null> {
  return (await emergenciesOf(ctx, categoryId))[0] ?? null;
}

/** The question, or null if it does not exist or the actor may not see its category. */
export async function findQuestion(ctx: Context, id: string): Promise<IssueQuestionRow | null> {
  const question = await questionById(ctx, id);
  const category = question && (await findCategory(ctx, question.category.id));
  return category === null ? null : question;
}

export interface ShownAnswer {
  readonly label: string;
  readonly value: string;
  readonly isPublic: boolean;
}

/**
 * All answers for those whom the issue concerns; the public answers, without addresses and numbers, for everybody else.
 */
export async function listAnswers(ctx: Context, { id, seenBy }: IssueRow): Promise<ShownAnswer[]> {
  const answers = await answersOf(ctx, id);
  const shown = answers.filter(({ isPublic }) => isPublic || concerns(seenBy));
  return shown.map(({ label, value, isPublic }) => ({ label, isPublic, value: wordsFor(seenBy, value) }));
}

export function keepAnswers(tx: Tx, issue: Issue, answers: readonly ReadAnswer[]): void {
  for (const answer of answers) tx.em.persist(tx.em.create(IssueAnswer, { issue, ...answer }));
}

/** Replaces the form of a category; existing answers stay as they are. */
export function setCategoryForm(ctx: Context, categoryId: string, input: CategoryFormInput): Promise<IssueCategory> {
  return write(ctx, async (tx) => {
    const category = await tx.em.findOne(IssueCategory, categoryId);
    if (category === null) throw new DomainError(tx.actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'NOT_FOUND');
    const municipalityId = category.municipality.id;
    authorize(canRunTown(tx.actor, municipalityId));
    await requireModuleIn(tx, municipalityId, 'ISSUES');
    checkForm(input);
    category.nearMetres = input.nearMetres;
    await replaceParts(tx, category, input);
    await record(tx, categoryFormChanged({ categoryId, municipalityId }));
    return category;
  });
}

async function replaceParts(tx: Tx, category: IssueCategory, { emergency, questions }: CategoryFormInput) {
  await tx.em.nativeDelete(CategoryEmergency, { category });
  await tx.em.nativeDelete(IssueQuestion, { category });
  if (emergency != null) tx.em.persist(tx.em.create(CategoryEmergency, { category, ...trimEmergency(emergency) }));
  for (const [position, question] of questions.entries())
    tx.em.persist(tx.em.create(IssueQuestion, { id: v7(), category, position, ...trimQuestion(question) }));
  await tx.em.flush();
}
