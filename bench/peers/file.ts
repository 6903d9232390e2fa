import express from 'express';
import { isListening, setting } from './schema.ts';

/** Serves the files of one folder from disk, as Express does it. */
const app = express();
app.use(express.static(setting('FOLDER'), { etag: true, maxAge: '15m' }));
app.listen(Number(setting('PORT')), '127.0.0.1', isListening);
