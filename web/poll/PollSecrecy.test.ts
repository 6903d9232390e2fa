import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { ResultsVisibility } from '../gql/graphql.ts';
import { german } from '../testing/german.ts';
import ComposeSecrecy from './ComposeSecrecy.vue';
import PollSecrecy from './PollSecrecy.vue';

const global = { plugins: [german] };
const watched = 'Wer den Zwischenstand verfolgt, während Sie abstimmen, kann Ihre Stimme erkennen.';

function textBeforeVoting(resultsVisibility: ResultsVisibility): string {
  return mount(PollSecrecy, { props: { poll: { resultsVisibility } }, global }).text();
}

function textInComposer(visibility: ResultsVisibility): string {
  return mount(ComposeSecrecy, { props: { visibility }, global }).text();
}

it.each(['LIVE', 'AFTER_OWN_VOTE'] as const)(
  '%s: an observer can recognise a vote, and delicate polls wait',
  (when) => {
    expect(textBeforeVoting(when)).toContain(watched);
    expect(textInComposer(when)).toContain(watched);
    expect(textInComposer(when)).toContain('Bei heiklen Fragen:');
  },
);

it.each(['AFTER_CLOSE', 'AFTER_CONFIRMATION'] as const)('%s: nobody is warned of an observer', (when) => {
  expect(textBeforeVoting(when)).not.toContain(watched);
  expect(textInComposer(when)).toBe('');
});

it('says before the vote that a copy of the database contains it', () => {
  expect(textBeforeVoting('AFTER_CLOSE')).toContain('wer eine Kopie der Datenbank aus dieser Zeit hat');
});
