import { statement } from '../testing/law.ts';
import { type Act, aboutAsker, edge, mutation } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';

const town = ({ id }: Town): string => id;

export const acts: readonly Act[] = [
  edge('Municipality.accent', town, 'anonymous', '{ color }'),
  aboutAsker(
    'Query.checkAccent',
    'anonymous',
    '{ it: checkAccent(color: "#2c6e5d") { accent { color } userErrors { code } } }',
  ),
  mutation(
    'setLook',
    'admin',
    ['setLook(input: $input)', 'SetLookInput!', 'municipality { id }'],
    ({ id: municipalityId }) => ({ municipalityId, color: '#7a1f3d', motif: 'HILLS' }),
  ),
  mutation(
    'setTownPicture',
    'admin',
    ['setTownPicture(input: $input)', 'SetTownPictureInput!', 'municipality { id emblemUrl }'],
    ({ id: municipalityId }) => ({ municipalityId, which: 'EMBLEM', photoId: null }),
  ),
  edge('Municipality.legalPages', town, 'anonymous', '{ imprintHtml conformance }'),
  mutation(
    'setLegalTexts',
    'admin',
    ['setLegalTexts(input: $input)', 'SetLegalTextsInput!', 'municipality { id }'],
    ({ id: municipalityId }) => ({ municipalityId, imprint: 'Rathaus', privacy: 'Wir speichern wenig.' }),
  ),
  mutation(
    'setAccessibility',
    'admin',
    ['setAccessibility(input: $input)', 'SetAccessibilityInput!', 'municipality { id }'],
    ({ id: municipalityId }) => ({ municipalityId, ...statement }),
  ),
];
