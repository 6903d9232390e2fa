import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useTown } from '../useTown.ts';

export interface StaffPage {
  /** Of its route. */
  readonly name: string;
  readonly label: string;
  /** Pressed one after the other, like "g b". */
  readonly keys?: string | undefined;
  /** Something new is begun there. */
  readonly isAct: boolean;
}

/** Where somebody of the town hall may go, by name, key and command. */
export function useStaffPages() {
  const { t } = useI18n();
  const router = useRouter();
  const { worksIssues, makesPolls, runsTown, provesResidence, hasIssues, hasPolls, uses } = useTown();
  const labelOf = (name: string) => t(String(router.resolve({ name }).meta.titleKey));
  const page = (name: string, keys?: string): StaffPage => ({ name, label: labelOf(name), keys, isAct: false });
  const act = (name: string, label: string, keys: string): StaffPage => ({ name, label, keys, isAct: true });

  return computed((): readonly StaffPage[] => [
    ...(uses('POSTS') ? [act('composePost', t('command.writePost'), 'n b')] : []),
    ...(makesPolls.value && hasPolls.value ? [act('composePoll', t('command.makePoll'), 'n u')] : []),
    ...(runsTown.value ? [act('newGroup', t('command.makeGroup'), 'n g')] : []),
    ...(worksIssues.value && hasIssues.value ? [act('takeIssue', t('command.takeIssue'), 'n m')] : []),
    page('home', 'g h'),
    ...(worksIssues.value && hasIssues.value ? [page('board', 'g b'), page('field')] : []),
    ...(uses('POSTS') ? [page('posts', 'g p')] : []),
    ...(hasPolls.value ? [page('polls', 'g u')] : []),
    page('groups', 'g g'),
    ...(hasIssues.value ? [page('map', 'g k')] : []),
    page('inbox', 'g i'),
    ...(runsTown.value
      ? [
          page('settings', 'g v'),
          ...['hours', ...(hasIssues.value ? ['targets'] : []), 'look', 'staff', 'routing', 'audit', 'keys', 'law'].map(
            (name) => page(name),
          ),
        ]
      : []),
    ...(provesResidence.value ? [page('residenceOffice')] : []),
    ...['notifications', 'profile'].map((name) => page(name)),
  ]);
}
