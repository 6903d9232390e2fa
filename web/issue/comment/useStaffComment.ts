import { computed, ref, watch } from 'vue';
import type { CommentReach, IssuePartsFragment } from '../../gql/graphql.ts';
import { useConflictText } from '../useConflictText.ts';
import { forgetComment, keepComment, keptComment, type ReadState, readStateOf } from './commentDraft.ts';
import { useComment } from './useComment.ts';

export type CommentedIssue = Pick<IssuePartsFragment, 'id' | 'kind' | 'version' | 'comments' | 'unanswered'>;

/**
 * Comment of the town hall that is being written. The text stays on this device until it is sent, with the state of the
 * report that its author has read: what colleagues or the reporter did since then is a conflict.
 */
export function useStaffComment(
  issue: () => CommentedIssue,
  reaches: () => readonly CommentReach[],
  timeZone: () => string | undefined,
) {
  const conflictText = useConflictText(timeZone);
  const { text, say, refused, ...sending } = useComment(() => issue().id);
  const reach = useReach(issue, reaches, () => text.value);
  const kept = keptComment(issue().id);
  /** Time at which the restored text was stored; null: nothing was restored. */
  const restoredFrom = ref(kept?.at ?? null);
  let read: ReadState | null = null;
  if (kept !== null) {
    read = { version: kept.version, lastComment: kept.lastComment };
    text.value = kept.text;
    if (reaches().includes(kept.reach)) reach.value = kept.reach;
  }
  const keep = () => {
    const { id } = issue();
    if (text.value.trim() === '') {
      read = null;
      restoredFrom.value = null;
      return forgetComment(id);
    }
    read ??= readStateOf(issue());
    keepComment(id, { ...read, text: text.value, reach: reach.value });
  };
  watch([text, reach], keep, { flush: 'sync' });

  /** Sends the comment; true if the server has it. Notes for the town hall are sent whatever happened meanwhile. */
  const send = (tellReporter: boolean): Promise<boolean> => {
    const state = reach.value === 'INTERNAL' ? null : (read ?? readStateOf(issue()));
    return say(reach.value, tellReporter, state);
  };
  const conflict = computed(() => {
    if (refused.value?.userErrors[0]?.code !== 'CONFLICT') return null;
    const { issue: current, lastMove, lastComment } = refused.value;
    return conflictText(current, lastMove, lastComment);
  });
  return {
    ...sending,
    text,
    reach,
    send,
    restoredFrom,
    conflict,
    startAgain: () => (text.value = ''),
    /** Accepts the current state of the report as read; the text stays. */
    goOn: () => {
      read = readStateOf(refused.value?.issue ?? issue());
      refused.value = null;
      keep();
    },
  };
}

/**
 * Readers of a new comment: only the reporter while private messages of the reporter wait for an answer, also if one
 * arrives before anything is typed.
 */
function useReach(issue: () => CommentedIssue, reaches: () => readonly CommentReach[], text: () => string) {
  const first = computed(() => (issue().unanswered ? 'PRIVATE' : (reaches()[0] ?? 'PRIVATE')));
  const reach = ref<CommentReach>(first.value);
  watch(first, (now) => {
    if (now === 'PRIVATE' && reach.value === 'PUBLIC' && text().trim() === '') reach.value = now;
  });
  return reach;
}
