import { statement } from '../law.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Town } from './town.ts';

/** About nobody's town. */
function about(field: string, witness: Act['witness'], query: string): Act {
  return { field, witness, isAboutAsker: true, prepare: () => ({ query }) };
}

const town = ({ id }: Town): string => id;

export const lawActs: readonly Act[] = [
  edge('Municipality.accent', town, 'anonymous', '{ color }'),
  about(
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
