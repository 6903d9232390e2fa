/** Everything that reacts to what happens, in the same transaction or later: whoever writes facts imports it, or they have no consequences. */
import './feed/feed.live.ts';
import './identity/identity.jobs.ts';
import './issue/issue.jobs.ts';
import './issue/issue.live.ts';
import './issue/issue.photo.service.ts';
import './issue/issue.public.live.ts';
import './issue/issue.visibility.service.ts';
import './media/media.jobs.ts';
import './notification/notification.email.ts';
import './notification/notification.issues.ts';
import './notification/notification.jobs.ts';
import './notification/notification.news.ts';
import './poll/poll.jobs.ts';
import './poll/poll.live.ts';
import './poll/poll.post.service.ts';
import './post/post.jobs.ts';
