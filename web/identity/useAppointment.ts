import { computed, reactive } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { GrantRoleDocument, type RoleKind, type StaffPartsFragment } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useSend } from '../shared/useSend.ts';

/** Roles that a town hall can give. */
export const townRoles = ['CLERK', 'EDITOR', 'WARNER', 'REGISTRAR', 'ADMIN'] as const satisfies readonly RoleKind[];

interface Appointment {
  email: string;
  name: string;
  role: (typeof townRoles)[number];
  deskId: string | null;
}

/** State of the form that gives a role to a new person or to a member of staff. */
export function useAppointment(member: () => StaffPartsFragment | null) {
  const { town } = useTown();
  const { byField } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(GrantRoleDocument, (data) => data.grantRole);
  const [firstDesk] = town.value?.desks ?? [];
  const form = reactive<Appointment>({
    email: member()?.email ?? '',
    name: member()?.name ?? '',
    role: 'CLERK',
    deskId: firstDesk?.id ?? null,
  });
  const appoint = async () => {
    const { email, name, role } = form;
    const deskId = role === 'CLERK' ? form.deskId : null;
    const input = { municipalityId: town.value?.id ?? '', email, role, deskId, name: name.trim() || null };
    return (await send({ input }))?.member ?? null;
  };
  return { form, appoint, busy, failure, errors: computed(() => byField(userErrors.value)) };
}
