import 'reflect-metadata';
import { runAsProcess } from './command.ts';
import { run } from './commands/receipts.ts';

await runAsProcess(run);
