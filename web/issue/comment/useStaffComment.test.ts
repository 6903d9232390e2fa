import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, nextTick, reactive } from 'vue';
import { german } from '../../testing/german.ts';
import { keepComment } from './commentDraft.ts';
import { type CommentedIssue, useStaffComment } from './useStaffComment.ts';

const waiting = { count: 1, isPressing: false };
const issueWith = (id: string, unanswered: CommentedIssue['unanswered'] = null): CommentedIssue => ({
  id,
  kind: 'DEFECT',
  version: 1,
  comments: [],
  unanswered,
});
const write = (issue: CommentedIssue) => {
  let comment!: ReturnType<typeof useStaffComment>;
  const form = defineComponent(() => {
    comment = useStaffComment(
      () => issue,
      () => ['PUBLIC', 'PRIVATE', 'INTERNAL'],
      () => 'Europe/Berlin',
    );
    return () => null;
  });
  mount(form, { global: { plugins: [german] } });
  return comment;
};

it('answers in public only if no private message of the reporter waits', () => {
  expect(write(issueWith('w1')).reach.value).toBe('PUBLIC');
  expect(write(issueWith('w2', waiting)).reach.value).toBe('PRIVATE');
});

it('leaves the readers of a draft as its author chose them', () => {
  keepComment('w3', { text: 'Erledigt.', reach: 'PUBLIC', version: 1, lastComment: 1 });
  expect(write(issueWith('w3', waiting)).reach.value).toBe('PUBLIC');
});

it('changes the readers of an empty field when a private message arrives, but not of a begun answer', async () => {
  for (const [text, reach] of [
    ['', 'PRIVATE'],
    ['Wir kommen', 'PUBLIC'],
  ] as const) {
    const issue = reactive(issueWith(`w4${text}`));
    const comment = write(issue);
    comment.text.value = text;
    issue.unanswered = waiting;
    await nextTick();
    expect(comment.reach.value).toBe(reach);
  }
});
