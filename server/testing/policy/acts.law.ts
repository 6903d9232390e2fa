import { statement } from '../law.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Town } from './town.ts';

const town = ({ id }: Town): string => id;

export const lawActs: readonly Act[] = [
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
