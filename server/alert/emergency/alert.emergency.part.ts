import type { Contributions } from '../../kernel/domain.ts';
import { EmergencyResolver } from './alert.emergency.resolver.ts';

export const emergencyPart: Contributions = { resolvers: [EmergencyResolver] };
