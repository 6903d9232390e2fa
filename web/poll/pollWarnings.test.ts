import { describe, expect, it } from 'vitest';
import type { QuestionKind } from '../gql/graphql.ts';
import { emptyDraft, emptyQuestion, type PollDraft } from './pollDraft.ts';
import { warningsOf } from './pollWarnings.ts';

const question = (text: string, kind: QuestionKind, ...labels: string[]) => ({
  ...emptyQuestion(),
  text,
  kind,
  options: labels.map((label, key) => ({ key, label, picture: null })),
});
const draft = (...questions: PollDraft['questions']): PollDraft => ({
  ...emptyDraft(),
  title: 'Was wird aus dem Platz?',
  questions,
  asksTitle: questions.length === 1,
});
const words = (...questions: PollDraft['questions']) =>
  warningsOf(draft(...questions)).map(({ warning, n }) => `${n} ${warning}`);

describe('advice for a poll', () => {
  it('is silent about a fair question, and about an empty form', () => {
    expect(words(question('', 'SINGLE', 'Park', 'Parkplatz', 'Keines davon'))).toEqual([]);
    expect(words(question('', 'SINGLE', 'Ja', 'Nein'))).toEqual([]);
    expect(warningsOf(emptyDraft())).toEqual([]);
  });

  it('sees the same question twice', () => {
    const park = question('Wollen Sie einen Park?', 'SINGLE', 'Ja', 'Nein');
    expect(words(park, { ...park, text: ' wollen sie einen  Park ?' })).toEqual(['2 sameQuestion']);
  });

  it('sees two questions in one', () => {
    const both = question('Wollen Sie einen Park? Und wo soll er sein?', 'TEXT');
    expect(words(both, question('Sonst noch etwas?', 'TEXT'))).toEqual(['1 twoQuestions']);
  });

  it('misses a way out, but not where people rank or write', () => {
    expect(words(question('', 'SINGLE', 'Park', 'Parkplatz'))).toEqual(['1 noWayOut']);
    expect(words(question('', 'RANKING', 'Park', 'Parkplatz'))).toEqual([]);
    expect(words(question('', 'TEXT', 'Park', 'Parkplatz'))).toEqual([]);
  });

  it('sees one answer that is praised at length', () => {
    const long = 'Ein schöner Park mit Bäumen, Bänken und viel Schatten';
    expect(words(question('', 'SINGLE', long, 'Parkplatz', 'Keines'))).toEqual(['1 unevenLabels']);
  });
});
