import { describe, expect, test } from 'vitest';
import type { RoleKind, ViewerPartsFragment } from '../gql/graphql.ts';
import { homeOf } from './useSession.ts';

const municipality = { id: 'town', ags: '07138063', name: 'Ort' };
const viewer = (...roles: RoleKind[]): ViewerPartsFragment => ({
  id: 'person',
  email: 'person@example.org',
  locale: 'de',
  provenLevel: 'BASIC',
  provenAt: null,
  needsPasskey: false,
  assurance: { level: 'BASIC', method: 'EMAIL', endsAt: null },
  roles: roles.map((role) => ({ role, municipality: role === 'OPERATOR' ? null : municipality, desk: null })),
});

describe('start page after signing in', () => {
  test.each<[RoleKind[], string]>([
    [['CLERK'], '/07138063/board'],
    [['ADMIN'], '/07138063/board'],
    [['EDITOR'], '/07138063/posts'],
    [['EDITOR', 'CLERK'], '/07138063/board'],
    [['WARNER'], '/07138063/warn'],
    [['WARNER', 'EDITOR'], '/07138063/posts'],
    [['OPERATOR'], '/07137000'],
    [[], '/07137000'],
  ])('%j', (roles, page) => {
    expect(homeOf(viewer(...roles), '07137000')).toBe(page);
  });
});
