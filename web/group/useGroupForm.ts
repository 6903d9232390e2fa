import { computed, ref } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import {
  ChangeGroupDocument,
  CreateGroupDocument,
  type GroupPartsFragment,
  type GroupPicture,
  type JoinPolicy,
  type PublishPolicy,
} from '../gql/graphql.ts';
import { newIdempotencyKey } from '../shared/idempotency.ts';
import { useSend } from '../shared/useSend.ts';

export interface GroupDraft {
  name: string;
  purpose: string;
  picture: GroupPicture;
  joinPolicy: JoinPolicy;
  publishPolicy: PublishPolicy;
  needsReview: boolean;
}

/** State of the form of a group: a new one, or an existing one. */
export function useGroupForm(group?: GroupPartsFragment) {
  const { byField } = useErrorTexts();
  const creating = useSend(CreateGroupDocument, (data) => data.createGroup);
  const changing = useSend(ChangeGroupDocument, (data) => data.changeGroup);
  const draft = ref(group ? factsOf(group) : emptyDraft());
  const idempotencyKey = newIdempotencyKey();

  /** Creates the group; returns its id, or null when it was refused. */
  const create = async (municipalityId: string): Promise<string | null> => {
    const made = await creating.send({ input: { municipalityId, ...draft.value, idempotencyKey } });
    return made?.group?.id ?? null;
  };
  const change = async (groupId: string): Promise<boolean> =>
    Boolean(await changing.send({ input: { groupId, ...draft.value } }));

  const errors = computed(() => byField([...creating.userErrors.value, ...changing.userErrors.value]));
  return {
    draft,
    create,
    change,
    errors,
    busy: computed(() => creating.busy.value || changing.busy.value),
    failure: computed(() => creating.failure.value ?? changing.failure.value),
  };
}

function emptyDraft(): GroupDraft {
  return {
    name: '',
    purpose: '',
    picture: 'CHILDREN',
    joinPolicy: 'OPEN',
    publishPolicy: 'EDITORS',
    needsReview: false,
  };
}

function factsOf(group: GroupPartsFragment): GroupDraft {
  const { name, purpose, picture, joinPolicy, publishPolicy, needsReview } = group;
  return { name, purpose, picture, joinPolicy, publishPolicy, needsReview };
}
