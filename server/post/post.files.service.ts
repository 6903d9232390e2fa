import { filesIn } from '../media/media.files.service.ts';

/** Pictures and attachments of posts. */
export const postFiles = filesIn({ usedBy: 'Post', table: 'post_file', owner: 'post_id' });
